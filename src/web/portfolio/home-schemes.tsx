import { Progress } from '@mantine/core'
import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconCircleDashed from '@tabler/icons-react/dist/esm/icons/IconCircleDashed.mjs'
import { sayFigure } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import type { SchemeProgress } from '#domain/portfolio/overview-contract.ts'
import { homeWords } from './home-words.ts'
import styles from './home-page.module.css'

const say = homeWords.schemes

/** More than one scheme's target followed at once (C13). */
export function Schemes({ schemes }: { readonly schemes: readonly SchemeProgress[] }) {
  if (schemes.length === 0) return null
  return (
    <section className={styles.card} aria-labelledby="home-schemes">
      <div className={styles.cardHead}>
        <h2 id="home-schemes">{say.title}</h2>
      </div>
      <ul className={styles.schemes}>
        {schemes.map((scheme) => (
          <li key={scheme.schemeId}>
            <div className={styles.schemeHead}>
              <strong>{scheme.name}</strong>
              <span className={styles.amount}>
                {scheme.target === null ? sayFigure(scheme.counted) : say.of(sayFigure(scheme.counted), sayFigure(scheme.target))}
              </span>
            </div>
            {scheme.target !== null && scheme.target > 0 && (
              <Progress value={Math.min(100, (scheme.counted / scheme.target) * 100)} size="sm" aria-label={scheme.name} />
            )}
            <span className={styles.quiet}>{say.until(shortDate(scheme.to))}</span>
            {scheme.parts.map((part) => (
              <Part key={`${part.rule} ${part.label}`} part={part} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Part({ part }: { readonly part: SchemeProgress['parts'][number] }) {
  const [have, amount] = [sayFigure(part.have), sayFigure(part.amount)]
  const least = part.rule === 'at least'
  const word = least ? (part.met ? say.met : say.missing) : part.met ? say.within : say.over
  return (
    <span className={styles.part} data-met={part.met || undefined}>
      {part.met ? <IconCircleCheckFilled size={14} aria-hidden /> : <IconCircleDashed size={14} aria-hidden />}
      {least ? say.atLeast(part.label, have, amount) : say.atMost(part.label, have, amount)} ({word})
    </span>
  )
}
