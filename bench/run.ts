/**
 * Measures how fast Cairn is, against what the same work costs without it, and prints a table:
 * `npm run bench`, `npm run bench -- --quick`, `npm run bench -- list-page scale`.
 * `--keep=FOLDER` lays the database there and leaves it, or measures on the one that is there already.
 */
import { availableParallelism, loadavg } from 'node:os'
import { archives } from './archives.ts'
import { csv } from './csv.ts'
import { deliveries } from './deliveries.ts'
import { printTable, type Figure } from './figure.ts'
import { openGround, type Ground } from './ground.ts'
import { guard } from './guard.ts'
import { imports } from './imports.ts'
import { learning } from './learning.ts'
import { listPage } from './list-page.ts'
import { pageWeight } from './page-weight.ts'
import { pdf } from './pdf.ts'
import { phone } from './phone.ts'
import { scale } from './scale.ts'
import { meetings } from './meetings.ts'
import { training } from './training.ts'

const PARTS: Readonly<Record<string, (ground: Ground) => Promise<Figure[]>>> = {
  'list-page': listPage,
  scale,
  csv,
  pdf,
  'page-weight': pageWeight,
  phone,
  learning,
  deliveries,
  training,
  guard,
  meetings,
  imports,
  archives,
}

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const kept = args.find((arg) => arg.startsWith('--keep='))?.slice('--keep='.length) ?? null
const wanted = args.filter((arg) => !arg.startsWith('--'))
const unknown = wanted.filter((name) => !(name in PARTS))
if (unknown.length > 0) {
  console.error(`There is no "${unknown.join('", "')}"; there are: ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}

const start = performance.now()
const [busy] = loadavg()
const say = (line: string) => console.log(`${((performance.now() - start) / 1000).toFixed(0).padStart(4)} s  ${line}`)
const ground = await openGround(quick, kept, say)
const figures: Figure[] = []
try {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    say(`Measuring: ${name}`)
    figures.push(...(await measure(ground)))
  }
} finally {
  await ground.close()
}
console.log()
printTable(figures)
const seconds = ((performance.now() - start) / 1000).toFixed(0)
console.log(
  `\nMeasured in ${seconds} s on ${availableParallelism()} processors; others kept ${busy!.toFixed(1)} busy when it began. Only ratios hold from one machine to another.`,
)
