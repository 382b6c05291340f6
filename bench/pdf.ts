import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { v7 as uuidv7 } from 'uuid'
import { FIRST_COLUMNS } from '../src/domain/accounts/profile-contract.ts'
import { NO_FILTERS } from '../src/domain/portfolio/filters.ts'
import { through } from '../src/domain/reports/through.ts'
import { seenBy } from '../src/server/accounts/seen.ts'
import { reportData } from '../src/server/reports/report-data.ts'
import { snapshotOf } from '../src/server/reports/snapshot.ts'
import { LAYOUT } from '../src/server/reports/make-report.ts'
import { typeset, WORKSPACE } from '../src/server/platform/typeset.ts'
import type { ReportRow } from '../src/server/portfolio/queries.ts'
import { median, milliseconds, type Figure } from './figure.ts'
import type { Ground } from './ground.ts'
import { ask, timeOf } from './load.ts'

const ROWS = 500

/** A PDF of 500 rows, from asking for it to having it, against Typst laying out the same rows and nothing else. */
export async function pdf(ground: Ground): Promise<Figure[]> {
  const owner = ground.owner(ROWS)
  const make = async () => {
    const id = uuidv7()
    await ask(ground, owner, '/reports', { body: { id, filters: NO_FILTERS, columns: FIRST_COLUMNS, details: false, attachments: false } })
    for (let tries = 0; tries < 6000; tries += 1) {
      const { state } = JSON.parse((await ask(ground, owner, `/reports/${id}`)).bytes.toString()) as { state: string }
      if (state === 'ready') return ask(ground, owner, `/reports/${id}/file`)
      if (state === 'failed') break
      await new Promise((done) => setTimeout(done, 10))
    }
    throw new Error('The report was not made.')
  }
  const json = await dataOf(ground)
  const compiler = openTypst()
  const bare = async () => typeset(compiler, LAYOUT, json, Math.floor(Date.now() / 1000))

  await make()
  await bare()
  const rounds: { ours: number; bare: number }[] = []
  for (let round = 0; round < (ground.quick ? 3 : 7); round += 1) rounds.push({ ours: await timeOf(make), bare: await timeOf(bare) })
  const ratio = median(rounds.map((round) => round.ours / round.bare))
  return [
    {
      name: 'PDF of 500 rows, asked for to downloaded / bare Typst',
      value: ratio.toFixed(2),
      goal: 'within 1.50',
      met: ratio <= 1.5,
      note: `${milliseconds(median(rounds.map((round) => round.ours)))} against ${milliseconds(median(rounds.map((round) => round.bare)))}`,
    },
  ]
}

async function dataOf(ground: Ground): Promise<Buffer> {
  const { db } = ground.database
  const { id } = ground.owner(ROWS)
  const seen = await seenBy(db, { personId: id, sessionId: '', deviceIsMine: false }, id, 'item')
  const snapshot = await snapshotOf(db, seen, { filters: NO_FILTERS, columns: [...FIRST_COLUMNS] }, null, ground.address)
  const rows: ReportRow[] = []
  try {
    for await (const batch of snapshot.batches) rows.push(...batch)
  } finally {
    await snapshot.close()
  }
  const head = {
    owner: { name: 'Dr Bench', professionalBody: '', professionalNumber: '' },
    facts: [],
    totals: snapshot.totals,
    columns: FIRST_COLUMNS,
    seen: through(null, 'credits'),
    details: false,
  }
  return Buffer.from(JSON.stringify(reportData(head, { number: 1, of: 1, rowsBefore: 0, rows, files: new Map() })))
}

/** With the same fonts as the server's. */
export function openTypst(): NodeCompiler {
  const { resolve: find } = createRequire(import.meta.url)
  const fonts = [
    '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
    '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
    'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
    'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  ]
  return NodeCompiler.create({
    workspace: WORKSPACE,
    fontArgs: [{ fontBlobs: fonts.map((font) => readFileSync(find(font))) }],
  })
}
