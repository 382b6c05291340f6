import { v7 as uuidv7 } from 'uuid'
import { inDays } from '../related.ts'
import { reading, writing, type Cell, type Cells } from './cell.ts'
import type { MatrixRecord } from './record.ts'

const span = (of: MatrixRecord) => {
  const day = of.nextDay()
  return { from: inDays(day), until: inDays(day + 5) }
}
const ofPlacement = (ask: Cell['ask']) => writing('placement', ask)
const ofRelation = (section: 'supervision' | 'panel', ask: Cell['ask']) => writing('relation', ask, { section })
const ofCorrection = (section: 'request' | 'naming' | 'outcome', ask: Cell['ask']) => writing('supervisor_correction', ask, { section })
const closing = async (of: MatrixRecord) => ({ params: { correctionId: await of.correction() }, body: { reason: 'It is right.' } })
const invited = async (of: MatrixRecord) => ({ body: { invitationId: await of.invitation() } })

export const TRAINING_CELLS: Cells = {
  'GET enrolment': reading('programme_enrolment'),
  'GET training-contacts': reading('programme_enrolment'),
  'POST enrolment/invitation': writing('programme_enrolment', invited),
  'POST enrolment': writing('programme_enrolment', invited),
  'POST enrolment/ask': writing('programme_enrolment', undefined, { ofFrozen: true }),
  'PUT first-steps/:step': writing('programme_enrolment', () => ({ params: { step: 'photo' }, body: { checked: true } })),

  'GET record': reading('placement'),
  'POST training-years': ofPlacement((of) => ({ body: { code: 'IMY3', ...span(of) } })),
  'PUT training-years/:yearId': ofPlacement(async (of) => {
    const { id, from, until } = await of.year()
    return { params: { yearId: id }, body: { code: 'IMY2', from, until } }
  }),
  // So late that nothing of the record ends by it.
  'PUT training/end': ofPlacement(() => ({ body: { on: inDays(9000) } })),
  'POST placements': ofPlacement(async (of) => {
    const { id, from, until } = await of.year()
    return { body: { yearId: id, post: 'Post', specialty: '', site: 'Site', employer: '', workingPercent: 100, from, until } }
  }),
  'PUT placements/:placementId/end': ofPlacement(async (of) => ({
    params: { placementId: await of.placement() },
    body: { on: inDays(0) },
  })),

  'POST supervision': ofRelation('supervision', (of) => ({
    body: { relation: 'educational supervisor', email: of.bystander.email, placementId: null, instead: false, ...span(of) },
  })),
  'PUT supervision/:relationId/end': ofRelation('supervision', async (of) => ({
    params: { relationId: await of.relation('clinical supervisor') },
    body: { on: inDays(0) },
  })),
  'POST panel': ofRelation('panel', (of) => ({ body: { relation: 'panel member', email: of.bystander.email, ...span(of) } })),
  'PUT panel/:relationId/end': ofRelation('panel', async (of) => ({
    params: { relationId: await of.relation('lay member') },
    body: { on: inDays(0) },
  })),

  'POST corrections': ofCorrection('request', async (of) => ({
    body: { relationId: await of.relation('clinical supervisor'), says: 'Not the one.' },
  })),
  'PUT corrections/:correctionId/naming': ofCorrection('naming', closing),
  'PUT corrections/:correctionId/outcome': ofCorrection('outcome', closing),

  'GET absences': reading('absence'),
  'POST absences': writing('absence', (of) => ({ body: { id: uuidv7(), type: 'sickness', workingDays: 1, note: '', ...span(of) } }), {
    state: 'new',
  }),
  'PUT absences/:absenceId/taken-back': writing('absence', async (of) => ({ params: { absenceId: await of.absence() }, body: {} }), {
    state: 'begun',
  }),
}
