import { Button } from '@mantine/core'
import IconTargetArrow from '@tabler/icons-react/dist/esm/icons/IconTargetArrow.mjs'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import type { z } from 'zod'
import { sayFigure } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import type { homeOverview } from '#domain/portfolio/overview-contract.ts'
import { sayAmount, type UnitWords } from '#domain/portfolio/words.ts'
import { useToday } from '#web/platform/zone.ts'
import { openWindow } from '#web/ui/windows.ts'
import { monthsBetween } from './chart-data.ts'
import { homeWords } from './home-words.ts'
import styles from './home-page.module.css'
import { useLens } from './lens.ts'
import { words } from './words.ts'

export type Home = z.output<(typeof homeOverview)['schema']['response'][200]>
const say = homeWords.year

/** Credits of this CPD year against the target, and how they came month by month (C10). */
export function YearCard({ year }: { readonly year: Home['year'] }) {
  const lens = useLens()
  const today = useToday()
  const unit = lens.name === null ? lens.unit : lens.awardUnit
  const have = year.totals.counted + year.totals.impact
  const { target } = year
  return (
    <section className={styles.card} aria-labelledby="home-year">
      <div className={styles.year}>
        <div className={styles.yearFacts}>
          <div className={styles.cardHead}>
            <h2 id="home-year">{say.title}</h2>
            <span className={styles.quiet}>{say.span(shortDate(year.from), shortDate(year.to))}</span>
          </div>
          <p className={styles.figure}>
            <strong>{sayFigure(have)}</strong> {target === null ? unit.many : `${say.ofTarget(sayFigure(target))} ${unit.many}`}
          </p>
          {target !== null && target > 0 && (
            <TargetBar have={have} target={target} share={shareOfSpan(year.from, year.to, today)} said={unit} />
          )}
          {target !== null && year.fullTarget !== target && (
            <p className={styles.parts}>
              {say.reduced(sayAmount(year.fullTarget ?? 0, unit))} <Link to="/appraisal">{say.appraisal}</Link>
            </p>
          )}
          <p className={styles.parts}>
            {lens.name ?? words.total.personal} {sayFigure(year.totals.counted)} · {words.total.impact} {sayFigure(year.totals.impact)}
            {year.totals.notCounted > 0 && ` · ${sayFigure(year.totals.notCounted)} ${words.total.notCounted}`}
          </p>
          <div className={styles.acts}>
            <Button
              component={Link}
              to={`/portfolio?from=${year.from}&to=${year.to}` as '/portfolio'}
              variant="light"
              size="compact-md"
              fz="sm"
            >
              {say.show}
            </Button>
            {target === null && (
              <Button
                variant="subtle"
                size="compact-md"
                fz="sm"
                leftSection={<IconTargetArrow size={16} aria-hidden />}
                onClick={() => openWindow({ name: 'settings', tab: 'accreditation' })}
              >
                {say.setTarget}
              </Button>
            )}
          </div>
        </div>
        <Months year={year} unit={unit} />
      </div>
    </section>
  )
}

interface TargetBarProps {
  readonly have: number
  readonly target: number
  /** How much of the year is over, 0 to 1. */
  readonly share: number
  readonly said: UnitWords
}

function TargetBar({ have, target, share, said }: TargetBarProps) {
  const pace = Math.round(target * share)
  const ahead = have - pace
  return (
    <>
      <div
        className={styles.target}
        role="progressbar"
        aria-label={say.progress(said.many)}
        aria-valuemin={0}
        aria-valuemax={target / 100}
        aria-valuenow={Math.min(have, target) / 100}
        aria-valuetext={`${sayFigure(have)} ${say.ofTarget(sayAmount(target, said))}`}
      >
        <span className={styles.done} style={{ width: `${Math.min(100, (have / target) * 100)}%` }} />
        <span className={styles.pace} style={{ insetInlineStart: `${share * 100}%` }} />
      </div>
      <p className={styles.parts}>
        <strong>{have >= target ? say.met : say.left(sayAmount(target - have, said))}</strong>
        {have < target && ` · ${ahead >= 0 ? say.ahead(sayAmount(ahead, said)) : say.behind(sayAmount(-ahead, said))}`}
      </p>
    </>
  )
}

const shareOfSpan = (from: string, to: string, today: string): number => {
  const [a, b, now] = [Date.parse(from), Date.parse(to) + 86_400_000, Date.parse(today) + 86_400_000]
  return Math.min(1, Math.max(0, (now - a) / (b - a)))
}

function Months({ year, unit }: { readonly year: Home['year']; readonly unit: UnitWords }) {
  const months = monthsBetween(year.months, year.from, year.to)
  const most = Math.max(1, ...months.map((month) => month.counted + month.impact))
  const highest = months.find((month) => month.counted + month.impact === most)
  const said = months
    .filter((month) => month.counted + month.impact > 0)
    .map((month) => `${month.name} ${sayFigure(month.counted + month.impact)}`)
    .join(', ')
  return (
    <div className={styles.months} role="img" aria-label={say.months(unit.many, said === '' ? sayFigure(0) : said)}>
      {months.map((month) => {
        const all = month.counted + month.impact
        return (
          <div key={month.month} className={styles.month} title={`${month.name}: ${sayFigure(all)}`}>
            <span className={styles.monthTrack}>
              <span className={styles.monthAmount} data-most={month === highest || undefined}>
                {all === 0 ? '' : sayFigure(all)}
              </span>
              <span className={styles.monthBar} style={{ '--share': all / most } as CSSProperties} data-empty={all === 0 || undefined} />
            </span>
            <span className={styles.monthName}>{month.name.slice(0, 1)}</span>
          </div>
        )
      })}
    </div>
  )
}
