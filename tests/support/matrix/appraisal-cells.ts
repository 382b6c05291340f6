import { v7 as uuidv7 } from 'uuid'
import { makeShare } from '#domain/reviews/share-contract.ts'
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

const ofItem = ({ unlinkedId }: MatrixRecord) => ({ params: { id: unlinkedId } })

export const APPRAISAL_CELLS: Cells = {
  'POST appraisal-shares/preview': writing('appraisal', () => ({ body: SHARED })),
  'GET items/:id/as-shared': reading('appraisal', ofItem),
  'GET items/:id/appraisal': reading('appraisal', ofItem),
  'GET appraisal-shares': reading('appraisal'),
  'POST appraisal-shares': writing('appraisal', toShare),
  'DELETE appraisal-shares/:shareId': writing('appraisal', shared),
}
