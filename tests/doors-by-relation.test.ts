import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import type { RecordKind } from '#domain/accounts/permission-table.ts'
import { may } from '#domain/accounts/permissions.ts'
import { RELATIONS, type Phase } from '#domain/accounts/relations.ts'
import { savePhoto } from '../src/server/accounts/photo.ts'
import { ownSight } from '../src/server/accounts/seen.ts'
import { house } from './support/house.ts'
import { inDays, stand, train, type Dates } from './support/related.ts'
import { recordCertificate, recordExam } from '#domain/training/papers-contract.ts'
import { PDF, upload } from './support/uploading.ts'
import { nameOf, routesOf } from './support/routes-of.ts'

const at = house()

/** Where the routes of an owner's records stand in the permission table, by how their address goes on. The first that fits counts. */
const PLACES: readonly (readonly [RegExp, RecordKind, { readonly section: string }?])[] = [
  [/^(sessions|password|email)\b/, 'account'],
  [/^audit$/, 'audit'],
  [/^profile$/, 'profile', { section: 'contact' }],
  [/^photo$/, 'profile', { section: 'photo' }],
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
  [/^items\/:id\/(files|uploads)\b/, 'file'],
  [/^storage$/, 'file'],
  [/^(tags|tag-counts|tag-sets)\b/, 'tag'],
  [/^reports\b/, 'report'],
  [/^(items|captures|credits|home|totals)\b/, 'item'],
]

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
  const programmeId = uuidv7()
  const trainee = await at.clinician()
  await train(at.house, trainee.id, programmeId, { from: inDays(-400), until: inDays(400) })
  await savePhoto(
    at.house,
    ownSight(trainee.id),
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  )
  const item = await trainee.record({ title: 'Mine' })
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
        const answer = await at.house.app.inject({
          method: route.method as 'GET',
          url: route.url
            .replace(':ownerId', trainee.id)
            .replace('/items/:id', `/items/${item.id}`)
            .replace('/professional-certificates/:id', `/professional-certificates/${certificate.id}`)
            .replace('/exam-results/:id', `/exam-results/${exam.id}`)
            .replace(/(professional-certificates.*):fileId/, `$1${certificateFile.id}`)
            .replace(/(exam-results.*):fileId/, `$1${examFile.id}`)
            .replaceAll(/:\w+/g, () => uuidv7())
            .replace('*', 'new-item'),
          headers: { cookie: asker.cookie },
          ...(route.method === 'GET' ? {} : { payload: {} }),
        })
        const name = `${relation} ${phase}: ${nameOf(route)} said ${answer.statusCode} ${answer.body.slice(0, 200)}`
        const present = phase === 'during' || phase === 'grace'
        // A request that makes no sense is told so to who is known, before it is asked what they may; it says nothing of the record.
        const unread = present ? [400] : []
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
    'GET /api/people/:ownerId/declarations',
    'GET /api/people/:ownerId/declarations/agreement',
    'GET /api/people/:ownerId/declarations/health',
    'GET /api/people/:ownerId/declarations/probity',
    'GET /api/people/:ownerId/exam-results',
    'GET /api/people/:ownerId/exam-results/:id/files/:fileId',
    'GET /api/people/:ownerId/photo',
    'GET /api/people/:ownerId/professional-certificates',
    'GET /api/people/:ownerId/professional-certificates/:id/files/:fileId',
    'GET /api/people/:ownerId/profile',
    'PUT /api/people/:ownerId/profile',
  ])
  expect((await trainee.list()).items.filter(({ kind }) => kind === 'own')).toMatchObject([{ title: 'Mine', version: 1 }])
}, 120_000)
