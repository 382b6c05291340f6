/** One line of the table that `npm run bench` prints. */
export interface Figure {
  readonly name: string
  /** What was measured, as read: '0.83', '41 ms'. */
  readonly value: string
  readonly goal: string
  readonly met: boolean
  /** Why a goal was missed, or what the figure is made of. */
  readonly note?: string
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** The smallest value that `share` of the values do not pass. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('Nothing was measured.')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!
}

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`

export function printTable(figures: readonly Figure[]): void {
  const rows = [
    ['Figure', 'Measured', 'Goal', ''],
    ...figures.map(({ name, value, goal, met }) => [name, value, goal, met ? 'met' : 'MISSED']),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  for (const [index, row] of rows.entries()) {
    if (index === 1) console.log(widths.map((width) => '-'.repeat(width)).join('  '))
    console.log(line(row))
    const note = figures[index - 1]?.note
    if (index > 0 && note) console.log(`    ${note}`)
  }
}
