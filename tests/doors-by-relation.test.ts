import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import type { RecordKind, State } from '#domain/accounts/permission-table.ts'
import { may } from '#domain/accounts/permissions.ts'
import { RELATIONS, type Phase } from '#domain/accounts/relations.ts'
import { savePhoto } from '../src/server/accounts/photo.ts'
import { ownSight } from '../src/server/accounts/seen.ts'
import { attach, evidence, trainee as enrolledTrainee } from './support/curriculum.ts'
import { house } from './support/house.ts'
import { inDays, programme, stand, type Dates } from './support/related.ts'
import { recordCertificate, recordExam } from '#domain/training/papers-contract.ts'
import { PDF, upload } from './support/uploading.ts'
import { nameOf, routesOf } from './support/routes-of.ts'

const at = house()

/** Where the routes of an owner's records stand in the permission table, by how their address goes on. The first that fits counts. */
const PLACES: readonly (readonly [RegExp, RecordKind, { section?: string; state?: State }?])[] = [
  [/^(sessions|password|email|first-administrator|duties)\b/, 'account'],
  [/^audit$/, 'audit'],
  [/^chain$/, 'chain', { section: 'head' }],
  [/^chain\/proof$/, 'chain', { section: 'whole' }],
  [/^carry-over$/, 'evidence_link'],
  [/^carry-over\/answers$/, 'evidence_link', { state: 'new' }],
  [/^profile$/, 'profile', { section: 'contact' }],
  [/^photo$/, 'profile', { section: 'photo' }],
  [/^(record|placements|training-years)\b/, 'placement'],
  [/^training\/end$/, 'placement'],
  [/^supervision\b/, 'relation', { section: 'supervision' } as never],
  [/^panel\b/, 'relation', { section: 'panel' } as never],
  [/^corrections\/:correctionId\/naming$/, 'supervisor_correction', { section: 'naming' } as never],
  [/^corrections\/:correctionId\/outcome$/, 'supervisor_correction', { section: 'outcome' } as never],
  [/^corrections$/, 'supervisor_correction', { section: 'request' } as never],
  [/^absences\/:absenceId\/taken-back$/, 'absence', { state: 'begun' }],
  [/^absences$/, 'absence', { state: 'new' }],
  [/^trainees$/, 'account'],
  [/^first-steps\b/, 'profile', { section: 'contact' }],
  [/^(enrolment|training-contacts)\b/, 'programme_enrolment'],
  [/^declarations$/, 'declaration', { section: 'status' }],
  [/^declarations\/probity\b/, 'declaration', { section: 'probity' }],
  [/^declarations\/health\b/, 'declaration', { section: 'health' }],
  [/^declarations\/agreement\b/, 'declaration', { section: 'agreement' }],
  [/^professional-certificates\b/, 'professional_certificate'],
  [/^exam-results\b/, 'exam_result'],
  [/^library\b/, 'library_file', { section: 'private' }],
  [/^preferences$/, 'preference'],
  [/^drafts\b/, 'draft'],
  [/^(connections|deliveries)\b/, 'connection'],
  [/^(attempts|certificates|learning|modules)\b/, 'learning'],
  [/^items\/:id\/links\b/, 'evidence_link', { state: 'new' }],
  [/^evidence\b/, 'evidence_link'],
  [/^curriculum\/:code\/links$/, 'evidence_link', { state: 'new' }],
  [/^curriculum\/:code\/self-assessments$/, 'self_assessment', { state: 'new' }],
  [/^curriculum\b/, 'sign_off', { state: 'new' }],
  [/^items\/:id\/(files|uploads)\b/, 'file'],
  [/^storage$/, 'file'],
  [/^(tags|tag-counts|tag-sets)\b/, 'tag'],
  [/^reports\b/, 'report'],
  [/^(items|captures|credits|home|totals)\b/, 'item'],
]

/** Requests that make sense, so that what is refused is refused for who asks. */
const DAYS = { from: inDays(0), until: inDays(10) }
const BODIES: Readonly<Record<string, object>> = {
  'POST training-years': { code: 'IMY1', ...DAYS },
  'PUT training-years/:yearId': { code: 'IMY1', ...DAYS },
  'POST placements': { yearId: uuidv7(), post: 'Post', specialty: '', site: 'Site', employer: '', workingPercent: 100, ...DAYS },
  'PUT placements/:placementId/end': { on: inDays(0) },
  'PUT training/end': { on: inDays(99) },
  'POST supervision': { relation: 'educational supervisor', email: 'no@example.org', placementId: null, instead: false, ...DAYS },
  'PUT supervision/:relationId/end': { on: inDays(0) },
  'POST panel': { relation: 'panel member', email: 'no@example.org', ...DAYS },
  'PUT panel/:relationId/end': { on: inDays(0) },
  'POST corrections': { relationId: uuidv7(), says: 'Wrong' },
  'PUT corrections/:correctionId/naming': { email: 'no@example.org' },
  'PUT corrections/:correctionId/outcome': { from: inDays(0) },
  'POST absences': { id: uuidv7(), type: 'sickness', workingDays: 1, note: '', ...DAYS },
  'PUT absences/:absenceId/taken-back': {},
}

const PREFIX = '/api/people/:ownerId/'
const ofOwners = () => routesOf(at.house).filter(({ url }) => url.startsWith(PREFIX))
const placeOf = (url: string) => PLACES.find(([pattern]) => pattern.test(url.slice(PREFIX.length)))

const PHASE_DATES: Readonly<Record<Phase, Dates>> = {
  before: { from: inDays(1), until: inDays(50) },
  during: { from: inDays(-50), until: inDays(0) },
  grace: { from: inDays(-50), until: inDays(-1) },
  after: { from: inDays(-90), until: inDays(-29) },
}

test('A8: every route to an owner’s records has its place in the permission table', () => {
  expect(ofOwners().length).toBeGreaterThan(50)
  expect(
    ofOwners()
      .filter(({ url }) => placeOf(url) === undefined)
      .map(nameOf),
  ).toEqual([])
})

test('A8, A11: every relation, before, during and after its dates, gets from every route what the permission table says', async () => {
  const programmeId = await programme(at.house)
  const trainee = await enrolledTrainee(at, { programmeId })
  await savePhoto(
    at.house,
    ownSight(trainee.id),
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  )
  const item = await evidence(trainee, ['C1'], { title: 'Mine' })
  const fileId = await attach(trainee, item.id, 'mine.txt', 'Mine')
  const paper = { title: 'Mine', issuedOn: inDays(-1), takenOn: inDays(-1), result: 'passed' }
  const certificate = await trainee.ask(recordCertificate, { body: { id: uuidv7(), ...paper } })
  const exam = await trainee.ask(recordExam, { body: { id: uuidv7(), ...paper } })
  const certificateFile = await upload(trainee, certificate.id, 'als.pdf', PDF)
  const examFile = await upload(trainee, exam.id, 'part-1.pdf', PDF)
  const seenOpen = new Set<string>()

  for (const relation of RELATIONS.filter((one) => one !== 'owner')) {
    for (const [given, dates] of Object.entries(PHASE_DATES) as [Phase, Dates][]) {
      const phase = given === 'grace' && !relation.endsWith('supervisor') ? 'after' : given
      const asker = await at.clinician()
      await stand(at.house, asker.id, relation, { ownerId: trainee.id, programmeId }, dates)
      for (const route of ofOwners()) {
        const [, kind, where] = placeOf(route.url)!
        const standing = [{ relation, phase }]
        const act = route.method === 'GET' ? 'read' : 'write'
        const body = BODIES[`${route.method} ${route.url.slice(PREFIX.length)}`]
        const answer = await at.house.app.inject({
          method: route.method as 'GET',
          url: route.url
            .replace(':ownerId', trainee.id)
            .replace('/items/:id', `/items/${item.id}`)
            .replace('/evidence/:itemId', `/evidence/${item.id}`)
            .replace(/(\/evidence\/[^/]+\/files\/):fileId/, (_, start: string) => start + fileId)
            .replace('/:code', '/C1')
            .replace(':step', 'photo')
            .replace('/professional-certificates/:id', `/professional-certificates/${certificate.id}`)
            .replace('/exam-results/:id', `/exam-results/${exam.id}`)
            .replace(/(professional-certificates.*):fileId/, `$1${certificateFile.id}`)
            .replace(/(exam-results.*):fileId/, `$1${examFile.id}`)
            .replaceAll(/:\w+/g, () => uuidv7())
            .replace('*', 'new-item'),
          headers: { cookie: asker.cookie },
          ...(route.method === 'GET' ? {} : { payload: body ?? {} }),
        })
        const name = `${relation} ${phase}: ${nameOf(route)} said ${answer.statusCode} ${answer.body.slice(0, 200)}`
        const present = phase === 'during' || phase === 'grace'
        // A request that makes no sense is told so to who is known, before it is asked what they may; it says nothing of the record.
        const unread = present && body === undefined ? [400] : []
        if (!may(standing, 'read', kind, where as never).allowed) {
          expect([404, ...unread], name).toContain(answer.statusCode)
        } else if (!may(standing, act, kind, where as never).allowed) {
          expect([403, ...unread], name).toContain(answer.statusCode)
        } else {
          if (act === 'read') expect(answer.statusCode, name).toBe(200)
          seenOpen.add(nameOf(route))
        }
      }
    }
  }
  expect([...seenOpen].sort()).toEqual([
    'GET /api/people/:ownerId/absences',
    'GET /api/people/:ownerId/carry-over',
    'GET /api/people/:ownerId/chain',
    'GET /api/people/:ownerId/curriculum',
    'GET /api/people/:ownerId/curriculum/:code',
    'GET /api/people/:ownerId/declarations',
    'GET /api/people/:ownerId/declarations/agreement',
    'GET /api/people/:ownerId/declarations/health',
    'GET /api/people/:ownerId/declarations/probity',
    'GET /api/people/:ownerId/enrolment',
    'GET /api/people/:ownerId/evidence/:itemId',
    'GET /api/people/:ownerId/evidence/:itemId/files/:fileId',
    'GET /api/people/:ownerId/exam-results',
    'GET /api/people/:ownerId/exam-results/:id/files/:fileId',
    'GET /api/people/:ownerId/items/:id/links',
    'GET /api/people/:ownerId/photo',
    'GET /api/people/:ownerId/professional-certificates',
    'GET /api/people/:ownerId/professional-certificates/:id/files/:fileId',
    'GET /api/people/:ownerId/profile',
    'GET /api/people/:ownerId/record',
    'GET /api/people/:ownerId/training-contacts',
    'POST /api/people/:ownerId/absences',
    'POST /api/people/:ownerId/curriculum/:code/sign-offs',
    'POST /api/people/:ownerId/enrolment',
    'POST /api/people/:ownerId/enrolment/ask',
    'POST /api/people/:ownerId/enrolment/invitation',
    'POST /api/people/:ownerId/panel',
    'POST /api/people/:ownerId/placements',
    'POST /api/people/:ownerId/supervision',
    'POST /api/people/:ownerId/training-years',
    'PUT /api/people/:ownerId/absences/:absenceId/taken-back',
    'PUT /api/people/:ownerId/corrections/:correctionId/naming',
    'PUT /api/people/:ownerId/corrections/:correctionId/outcome',
    'PUT /api/people/:ownerId/first-steps/:step',
    'PUT /api/people/:ownerId/panel/:relationId/end',
    'PUT /api/people/:ownerId/placements/:placementId/end',
    'PUT /api/people/:ownerId/profile',
    'PUT /api/people/:ownerId/supervision/:relationId/end',
    'PUT /api/people/:ownerId/training-years/:yearId',
    'PUT /api/people/:ownerId/training/end',
  ])
  expect((await trainee.list()).items.filter(({ kind }) => kind === 'own')).toMatchObject([{ title: 'Mine', version: 1 }])
}, 120_000)
