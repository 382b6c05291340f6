import { v7 as uuidv7 } from 'uuid'
import { makeShare } from '#domain/reviews/share-contract.ts'
import { beginYear, readYears } from '#domain/reviews/year-contract.ts'
import { inDays } from '../related.ts'
import { reading, writing, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const SHARED = { filters: { tags: [], withoutCredits: false, bin: false }, columns: ['title'] }

async function toShare(of: MatrixRecord) {
  const { id } = await of.item()
  return {
    body: { ...SHARED, only: [id], rows: [id], id: uuidv7(), way: 'link' as const, forName: 'Dr App Raiser', endsOn: inDays(30) },
  }
}

async function shared(of: MatrixRecord) {
  const { id } = await of.owner.ask(makeShare, await toShare(of))
  return { params: { shareId: id } }
}

/** The year that goes on, at its version; begun where there is none. */
async function ofYear(of: MatrixRecord, state: 'open' | 'prepared' | 'discussed' = 'open') {
  const { owner, db } = of
  await owner.send(beginYear, { body: { id: uuidv7() } })
  await db
    .updateTable('appraisal_year')
    .set({ state, discussed_on: inDays(-1) })
    .where('owner_id', '=', owner.id)
    .where('state', '<>', 'closed')
    .execute()
  const { id, version } = (await owner.ask(readYears)).current!
  return { params: { yearId: id }, version }
}

const ofItem = ({ unlinkedId }: MatrixRecord) => ({ params: { id: unlinkedId } })

export const APPRAISAL_CELLS: Cells = {
  'POST appraisal-shares/preview': writing('appraisal', () => ({ body: SHARED })),
  'GET items/:id/as-shared': reading('appraisal', ofItem),
  'GET items/:id/appraisal': reading('appraisal', ofItem),
  'GET appraisal-shares': reading('appraisal'),
  'POST appraisal-shares': writing('appraisal', toShare),
  'GET appraisal-years': reading('appraisal'),
  // 409: one goes on.
  'POST appraisal-years': writing(
    'appraisal',
    async (of) => {
      await ofYear(of)
      return { body: { id: uuidv7() } }
    },
    { answers: 409 },
  ),
  'PUT appraisal-years/:yearId/state': writing('appraisal', async (of) => {
    const { params, version } = await ofYear(of)
    return { params, body: { state: 'prepared', version } }
  }),
  'PUT appraisal-years/:yearId/leave': writing('appraisal', async (of) => {
    const { params, version } = await ofYear(of)
    return { params, body: { leave: [], version } }
  }),
  'POST appraisal-years/:yearId/closing': writing('appraisal', async (of) => {
    const { params, version } = await ofYear(of, 'discussed')
    return { params, body: { version, nextId: uuidv7() } }
  }),
  'GET appraisal-years/:yearId/report': reading('appraisal', async (of) => ({ params: (await ofYear(of)).params })),
  'GET items/:id/objectives': reading('item', ofItem),
  'PUT items/:id/objectives': writing('item', (of) => ({ ...ofItem(of), body: { objectives: [] } })),
  'DELETE appraisal-shares/:shareId': writing('appraisal', shared),
}
