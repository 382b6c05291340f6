import type { Hundredths } from '#domain/hundredths.ts'
import { sayAmount, type UnitWords } from '#domain/portfolio/words.ts'
import styles from './charts-panel.module.css'
import { words } from './words.ts'

export interface TagBar {
  /** null for what bears no tag. */
  readonly id: string | null
  readonly label: string
  readonly amount: Hundredths
}

interface TagBarsProps {
  readonly bars: readonly TagBar[]
  readonly unit: UnitWords
  readonly chosen: readonly string[]
  readonly onChoose: (id: string) => void
}

/** Tags with the most credits, each to be chosen. The bars are lengths beside the numbers, so no chart is needed. */
export function TagBars({ bars, unit, chosen, onChoose }: TagBarsProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.amount))
  if (bars.length === 0) return <p className={styles.none}>{words.charts.noTags}</p>
  return (
    <ul className={styles.bars} aria-label={words.charts.topTags(bars.length, unit.many)}>
      {bars.map((bar) => {
        const inside = (
          <>
            <span className={styles.barLabel}>{bar.label}</span>
            <span className={styles.barAmount}>{sayAmount(bar.amount, unit)}</span>
            <span className={styles.track} aria-hidden>
              <span style={{ width: `${(bar.amount / most) * 100}%` }} />
            </span>
          </>
        )
        const id = bar.id
        return (
          <li key={id ?? 'none'}>
            {id === null ? (
              <div className={styles.bar} data-none>
                {inside}
              </div>
            ) : (
              <button type="button" className={styles.bar} aria-pressed={chosen.includes(id)} onClick={() => onChoose(id)}>
                {inside}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
