import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { MsfSummary } from '#domain/assessments/msf-summary-shape.ts'
import { msfWords } from '#domain/assessments/msf-words.ts'
import styles from './forms.module.css'
import own from './round.module.css'
import { roundWords as say } from './round-words.ts'

interface Props {
  readonly summary: MsfSummary
  /** Remarks that are to be left out, by key, and how that is changed; null where it is released. */
  readonly leavingOut: {
    readonly keys: readonly string[]
    readonly busy: boolean
    readonly onRemark: (key: string, isOut: boolean) => void
  } | null
}

/** What colleagues said, brought together (F5). */
export function RoundSummary({ summary, leavingOut }: Props): ReactNode {
  const kinds = [
    ...summary.kinds.map(({ role, answered }) => `${msfWords.of(role)}: ${answered}`),
    ...(summary.others === 0 ? [] : [`${say.others}: ${summary.others}`]),
  ]
  return (
    <section className={styles['card']} aria-labelledby="said">
      <div className={styles['head']}>
        <h2 id="said">{leavingOut === null ? say.summary : say.toRead}</h2>
      </div>
      {leavingOut === null ? null : <p className={styles['quiet']}>{say.toReadText}</p>}
      <p className={own['who']}>
        {say.asked(summary.asked, summary.answered)} {kinds.length === 0 ? '' : `${say.kinds}: ${kinds.join(', ')}.`}
      </p>
      <dl className={own['questions']}>
        {summary.questions.map((question) => (
          <div key={question.id}>
            <dt>{question.label}</dt>
            <dd>
              {question.all === null ? <span className={styles['quiet']}>{say.tooFew}</span> : <Bar counts={question.all} />}
              {question.self === '' ? null : <p className={styles['quiet']}>{say.selfMark(question.self)}</p>}
              {question.kinds.length === 0 ? null : (
                <details className={own['kinds']}>
                  <summary>{say.byKind}</summary>
                  {question.kinds.map(({ role, counts }) => (
                    <div key={role}>
                      <p className={styles['quiet']}>{msfWords.of(role)}</p>
                      <Bar counts={counts} />
                    </div>
                  ))}
                </details>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {summary.words.map(({ id, label, self, texts }) => (
        <div key={id} className={own['words']}>
          <h3>{label}</h3>
          {self === '' ? null : <p className={styles['quiet']}>{say.selfMark(self)}</p>}
          {texts.length === 0 ? <p className={styles['quiet']}>{say.noWords}</p> : null}
          <ul>
            {texts.map(({ key, text }) => {
              const isOut = leavingOut?.keys.includes(key) ?? false
              return (
                <li key={key} data-out={isOut || undefined}>
                  <span dir="auto">{text}</span>
                  {leavingOut === null ? null : (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      disabled={leavingOut.busy}
                      aria-label={isOut ? say.takeInNamed(text) : say.leaveOutNamed(text)}
                      onClick={() => leavingOut.onRemark(key, !isOut)}
                    >
                      {isOut ? say.takeIn : say.leaveOut}
                    </Button>
                  )}
                </li>
              )
            })}
          </ul>
        </div>
      ))}
      {summary.leftOut > 0 && leavingOut === null ? <p className={styles['quiet']}>{say.leftOut(summary.leftOut)}</p> : null}
    </section>
  )
}

type Counts = NonNullable<MsfSummary['questions'][number]['all']>

/** How many chose what: told in words, and as a bar beside them for the eye. */
function Bar({ counts: { levels } }: { readonly counts: Counts }): ReactNode {
  const all = levels.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <div className={own['bar']} aria-hidden>
        {levels.map(({ code, count }, index) =>
          count === 0 ? null : (
            <span
              key={code}
              data-level={code === 'yes' ? 1 : code === 'no' ? 'plain' : index}
              style={{ inlineSize: `${(count / all) * 100}%` }}
            />
          ),
        )}
      </div>
      <p className={own['counts']}>
        {levels
          .filter(({ count }) => count > 0)
          .map(({ title, count }) => say.count(count, title))
          .join(' · ')}
      </p>
    </>
  )
}
