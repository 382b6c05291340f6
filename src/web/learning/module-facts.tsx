import { Fragment, type ReactNode } from 'react'
import type { AwardToday, ModuleFront } from '#domain/learning/contract.ts'
import { FORMAT_WORDS } from '#domain/learning/words.ts'
import { longDate } from '#domain/plain-date.ts'
import { usePreferences } from '#web/platform/queries.ts'
import { useAwardWords } from './credits-said.tsx'
import styles from './module-page.module.css'
import { words } from './words.ts'

const say = words.module

/** Who wrote it and when it was looked at, how long it takes, what passes, and who gives what for it (L1). */
export function ModuleFacts({ front }: { readonly front: ModuleFront }): ReactNode {
  const facts = [
    [say.time, say.timeAbout(front.minutes)],
    [say.passMark, say.passMarkOf(front.passMark, front.questions)],
    [say.format, FORMAT_WORDS[front.format]],
    [say.by, front.authors.map(({ name, about }) => (about === undefined ? name : `${name}, ${about}`)).join('; ')],
    [say.reviewed, longDate(front.reviewedOn)],
    [say.audience, front.audience],
  ] as const
  return (
    <section className={styles.card} aria-labelledby="module-facts">
      <h2 id="module-facts">{say.facts}</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.creditsTitle}>{say.credits}</h3>
      <Credits awards={front.awards} />
    </section>
  )
}

/** What each organisation gives, the person's own first; on what ground is always said beside it. */
function Credits({ awards }: { readonly awards: readonly AwardToday[] }): ReactNode {
  const { accreditorId } = usePreferences()
  const inWords = useAwardWords()
  if (awards.length === 0) return <p className={styles.quiet}>{say.noCredits}</p>
  const bases = ['designated', 'self-assessed'] as const
  return bases.map((basis) => {
    const these = awards
      .filter((award) => award.basis === basis)
      .toSorted((a, b) => Number(b.accreditorId === accreditorId) - Number(a.accreditorId === accreditorId))
    if (these.length === 0) return null
    return (
      <div key={basis} className={styles.basis}>
        <ul className={styles.awards}>
          {these.map((award) => {
            const { name, amount } = inWords(award)
            return (
              <li key={award.accreditorId}>
                <span>
                  {name}
                  {award.accreditorId === accreditorId && <span className={styles.quiet}>{` (${say.yours})`}</span>}
                </span>
                <strong>{amount}</strong>
              </li>
            )
          })}
        </ul>
        <p className={styles.quiet}>{basis === 'designated' ? say.designated : say.selfAssessed}</p>
      </div>
    )
  })
}
