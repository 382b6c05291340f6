import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { sayFigure, sayHundredths } from '#domain/hundredths.ts'
import type { Bar } from './chart-data.ts'
import styles from './charts-panel.module.css'
import { words } from './words.ts'

interface MonthBarsProps {
  readonly bars: readonly Bar[]
  /** What a steady pace to the yearly target earns in one bar; null without a target (C10). */
  readonly pace: number | null
  readonly unit: string
}

const say = words.charts

/** Credits bar by bar. The chart's library is fetched with it. */
export default function MonthBars({ bars, pace, unit }: MonthBarsProps) {
  const data = bars.map((bar) => ({ name: bar.name, [say.counted]: bar.counted, [say.impact]: bar.impact }))
  return (
    <>
      <div role="img" aria-label={say.described(bars.length)}>
        <BarChart
          h={216}
          data={data}
          dataKey="name"
          type="stacked"
          series={[
            { name: say.counted, color: 'var(--mantine-primary-color-filled)' },
            { name: say.impact, color: 'light-dark(#c2762e, #e0a35f)' },
          ]}
          valueFormatter={sayFigure}
          yAxisProps={{ width: 40, allowDecimals: false, tickFormatter: sayHundredths }}
          xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 16 }}
          barProps={{ isAnimationActive: false, maxBarSize: 34 }}
          barChartProps={{ accessibilityLayer: false }}
          tooltipProps={{ isAnimationActive: false }}
          {...(pace === null
            ? {}
            : {
                referenceLines: [{ y: pace, color: 'var(--cairn-ink)', strokeDasharray: '6 3', ifOverflow: 'extendDomain' as const }],
              })}
        />
      </div>
      <ul className={styles.legend}>
        <li data-series="counted">{say.counted}</li>
        <li data-series="impact">{say.impact}</li>
        {pace !== null && (
          <li data-series="pace">
            {say.pace}: {sayFigure(pace)} {unit}
          </li>
        )}
      </ul>
    </>
  )
}
