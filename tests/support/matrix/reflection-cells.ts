import { v7 as uuidv7 } from 'uuid'
import { reading, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const own = { kind: 'reflection', section: 'private', act: 'write', state: 'begun' } as const

/** A reflection of the owner's with both layers written, shared with nobody. */
const written = async (of: MatrixRecord) => ({ params: { itemId: await of.reflection([]) } })

const collection = (act: 'read' | 'write', ask?: Cell['ask'], answers?: number): Cell => ({
  kind: 'shared_collection',
  section: 'whole',
  act,
  ...(ask === undefined ? {} : { ask }),
  ...(answers === undefined ? {} : { answers }),
})

/** Nobody's but the author's; what others read of a reflection they read by the routes of entries, and as evidence. */
export const REFLECTION_CELLS: Cells = {
  'GET reflections': reading('reflection', undefined, 'private'),
  'GET reflection-subjects': reading('reflection', undefined, 'private'),
  'GET entries/:itemId/sharing': reading('reflection', written, 'private'),
  'PUT entries/:itemId/sharing': { ...own, ask: async (of) => ({ ...(await written(of)), body: { with: ['panel'], isShown: true } }) },
  'POST entries/:itemId/finish': { ...own, ask: written },
  'PUT entries/:itemId/about': { ...own, ask: async (of) => ({ ...(await written(of)), body: { aboutId: null } }) },
  'GET entries/:itemId/offer': reading('reflection', written, 'private'),
  'POST entries/:itemId/offer': {
    ...own,
    ask: async (of) => ({
      ...(await written(of)),
      body: { id: uuidv7(), title: 'A copy', texts: { experience: 'A copy of it.' }, isChecked: true },
    }),
  },
  'GET offers': collection('read'),
  'DELETE offers/:offerId': collection('write', async (of) => ({ params: { offerId: (await of.offer()).offerId } })),
  'GET shared-reflections': collection('read'),
  'GET shared-reflections/:programmeId/:sharedId': collection('read', async (of) => ({ params: await of.offer() })),
  'POST shared-reflections/:programmeId/:sharedId/comments': collection('write', async (of) => ({
    params: await of.offer(),
    body: { id: uuidv7(), text: 'Said of it.' },
  })),
}
