import { v7 as uuidv7 } from 'uuid'
import type { Asking } from '../person.ts'
import { signedElsewhere } from '../elsewhere.ts'
import { reading, type Cell, type Cells } from './cell.ts'
import { PLANTED } from './planted.ts'
import type { MatrixRecord } from './record.ts'

type Section = 'whole' | 'few'
const says = { whole: PLANTED.elsewhere, few: PLANTED.elsewhereFew }

const one = (section: Section) => (of: MatrixRecord) => signedElsewhere(of.at.house, of.owner.id, { section, says: says[section] })

const read = (section: Section): Cell => reading('signed_elsewhere', async (of) => ({ params: { id: await one(section)(of) } }), section)

const decide = (section: Section): Cell => ({
  kind: 'signed_elsewhere',
  section,
  act: 'verify',
  state: 'new',
  ask: async (of): Promise<Asking> => {
    const records = [{ id: await one(section)(of), decisionId: uuidv7(), after: null }]
    return { body: { answer: 'accepted', reason: '', records } }
  },
})

export const ELSEWHERE_CELLS: Cells = {
  'GET signed-elsewhere': reading('signed_elsewhere'),
  'GET signed-elsewhere/:id': [read('whole'), read('few')],
  'POST signed-elsewhere-decisions': [decide('whole'), decide('few')],
}
