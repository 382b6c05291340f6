import { Button, SegmentedControl, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import IconChartBar from '@tabler/icons-react/dist/esm/icons/IconChartBar.mjs'
import IconTable from '@tabler/icons-react/dist/esm/icons/IconTable.mjs'
import { lazy, Suspense, useState } from 'react'
import { sayFigure } from '#domain/hundredths.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { columnTitle } from '#domain/portfolio/words.ts'
import { sayFault } from '#web/platform/call.ts'
import { usePreferences } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { patiently } from '#web/ui/patiently.ts'
import { byYear, monthsBetween, type Bar } from './chart-data.ts'
import styles from './charts-panel.module.css'
import { Coverage } from './coverage.tsx'
import { useLens } from './lens.ts'
import { creditsQuery } from './portfolio-queries.ts'
import { TagBars, type TagBar } from './tag-bars.tsx'
import { words } from './words.ts'

const MonthBars = lazy(patiently(() => import('./month-bars.tsx')))
const say = words.charts
const YEARS_FROM_MONTHS = 40
const TAGS_SHOWN = 8

interface ChartsPanelProps {
  readonly filters: ItemFilters
  readonly onFilters: (filters: Partial<ItemFilters>) => void
}

/** Pictures of the rows on screen (P16), each answering one question, each also to be had as a table. */
export default function ChartsPanel({ filters, onFilters }: ChartsPanelProps) {
  const { awardUnit } = useLens()
  const [question, setQuestion] = useState<'credits' | 'coverage'>('credits')
  return (
    <section className={styles.panel} aria-label={say.region}>
      <SegmentedControl
        size="xs"
        value={question}
        aria-label={say.region}
        data={[
          { value: 'credits', label: columnTitle('credits', awardUnit) },
          { value: 'coverage', label: say.coverage },
        ]}
        onChange={(value) => setQuestion(value === 'coverage' ? 'coverage' : 'credits')}
      />
      {question === 'credits' ? <Credits filters={filters} onFilters={onFilters} /> : <Coverage filters={filters} onFilters={onFilters} />}
    </section>
  )
}

function Credits({ filters, onFilters }: ChartsPanelProps) {
  const { data, error } = useQuery(creditsQuery(usePerson().id, filters))
  const { yearlyTarget } = usePreferences()
  const lens = useLens()
  const [asTable, setAsTable] = useState(false)
  if (error !== null) return <Text role="alert">{sayFault(error)}</Text>
  if (data === undefined) return <Skeleton height={260} mt="sm" />
  const months = monthsBetween(data.months, filters.from, filters.to)
  const yearly = months.length > YEARS_FROM_MONTHS
  const bars = yearly ? byYear(months) : months
  const pace = yearlyTarget === null ? null : yearly ? yearlyTarget : Math.round(yearlyTarget / 12)
  const unit = lens.unit.many
  const tags: TagBar[] = [
    ...data.tags.map((tag) => ({ id: tag.id, label: tag.label, amount: tag.counted + tag.impact })),
    ...(data.untagged.items > 0 ? [{ id: null, label: say.untagged, amount: data.untagged.counted + data.untagged.impact }] : []),
  ].toSorted((a, b) => b.amount - a.amount)
  if (bars.every((bar) => bar.counted + bar.impact === 0)) return <p className={styles.none}>{say.none(unit)}</p>
  return (
    <div className={styles.pair}>
      <div>
        <div className={styles.head}>
          <h2>{say.when(unit)}</h2>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={asTable ? <IconChartBar size={14} aria-hidden /> : <IconTable size={14} aria-hidden />}
            aria-pressed={asTable}
            onClick={() => setAsTable((now) => !now)}
          >
            {asTable ? say.noTable : say.table}
          </Button>
        </div>
        {asTable ? (
          <BarsTable bars={bars} unit={unit} yearly={yearly} />
        ) : (
          <Suspense fallback={<div className={styles.space} />}>
            <MonthBars bars={bars} pace={pace} unit={unit} />
          </Suspense>
        )}
      </div>
      <div>
        <div className={styles.head}>
          <h2>{say.which}</h2>
        </div>
        <TagBars
          bars={tags.slice(0, TAGS_SHOWN)}
          unit={lens.unit}
          chosen={filters.tags}
          onChoose={(id) =>
            onFilters({
              tags: filters.tags.includes(id) ? filters.tags.filter((one) => one !== id) : [...filters.tags, id],
            })
          }
        />
      </div>
    </div>
  )
}

function BarsTable({ bars, unit, yearly }: { readonly bars: readonly Bar[]; readonly unit: string; readonly yearly: boolean }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={say.when(unit)}>
      <table className={styles.table}>
        <caption>{say.when(unit)}</caption>
        <thead>
          <tr>
            <th scope="col">{yearly ? say.year : say.month}</th>
            <th scope="col">
              {say.counted} ({unit})
            </th>
            <th scope="col">{say.impact}</th>
          </tr>
        </thead>
        <tbody>
          {bars.toReversed().map((bar) => (
            <tr key={bar.month}>
              <th scope="row">{bar.name}</th>
              <td>{sayFigure(bar.counted)}</td>
              <td>{sayFigure(bar.impact)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
