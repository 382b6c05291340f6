import { beforeAll, expect, test } from 'vitest'
import { readCurriculum, readCurriculumItem } from '#domain/curriculum/contract.ts'
import { makeVersion, moveTrainees, readCurriculum as curriculumToEdit, saveCurriculum } from '#domain/curriculum/edition-contract.ts'
import { curriculumWords } from '#domain/curriculum/words.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import { assess, evidence, IMT, signOff, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, stand } from '../../../tests/support/related.ts'

const at = house()
const NEW = 'imt-2027'
let admin: Person

beforeAll(async () => {
  admin = await at.clinician({ name: 'Dr College' })
  await appoint(at.house, admin.id, 'college administrator', '')
  await admin.ask(makeVersion, { params: { curriculumId: IMT }, body: { id: NEW, version: '2027' } })
  const { document, number } = await admin.ask(curriculumToEdit, { params: { curriculumId: NEW } })
  const [first, ...rest] = document.groups
  const items = first!.items.map((item) => (item.code === 'G1' ? { ...item, title: 'Something else now' } : item))
  const edited = { ...document, groups: [{ ...first!, items }, ...rest] }
  await admin.ask(saveCurriculum, { params: { curriculumId: NEW }, body: { number, document: edited } })
})

async function moved() {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const piece = await evidence(tara, ['G1', 'C1'], { title: 'Handover audit', type: 'audit or QI' })
  await assess(tara, 'G1', 'meets', 'The audit shows it.')
  await signOff(esme, tara, 'G1', 'meets', { 'one link': 'It explores all of it.' })
  await tara.ask(amendItem, { params: { id: piece.id }, body: { title: 'Handover audit, again', version: piece.version } })
  await admin.ask(moveTrainees, { params: { curriculumId: NEW }, body: { ownerIds: [tara.id] } })
  return { tara, esme }
}
const under = (person: Person, ownerId: string, version?: string) =>
  person.ask(readCurriculum, { params: { ownerId }, query: version === undefined ? {} : { version } })

test('T10, T9: after a move the page is read as it stands under the version before, read only, with what each signature saw', async () => {
  const { tara, esme } = await moved()
  for (const person of [tara, esme]) {
    const now = await under(person, tara.id)
    expect(now.curriculum.version).toBe('2027')
    expect([now.isEarlier, now.versions.map(({ id }) => id)]).toEqual([false, [NEW, IMT]])
    expect(now.items.find(({ code }) => code === 'G1')).toMatchObject({ links: 0, selfAssessment: null, signOff: null })

    const then = await under(person, tara.id, IMT)
    expect([then.isEarlier, then.isCurrentYear, then.year?.code, then.curriculum.id]).toEqual([true, false, 'IMY2', IMT])
    expect(then.versions).toEqual(now.versions)
    expect(then.curriculum.items.find(({ code }) => code === 'G1')!.title).not.toBe('Something else now')
    expect(then.items.find(({ code }) => code === 'G1')).toMatchObject({
      links: 1,
      selfAssessment: { level: 'meets' },
      signOff: { level: 'meets', by: 'Dr Esme Sutton' },
    })
    for (const may of [then.can.link, then.can.assess, ...then.items.map(({ can }) => can.sign)]) expect(may).not.toBeNull()
    const item = await person.ask(readCurriculumItem, { params: { ownerId: tara.id, code: 'G1' }, query: { version: IMT } })
    expect(item.signOffs).toMatchObject([{ level: 'meets', evidence: [{ title: 'Handover audit', hasChanged: true, isLinked: true }] }])
    expect(item.selfAssessments).toMatchObject([{ level: 'meets', why: 'The audit shows it.' }])
    const present = await person.ask(readCurriculumItem, { params: { ownerId: tara.id, code: 'G1' } })
    expect([present.signOffs, present.selfAssessments]).toEqual([[], []])
  }
  expect((await under(tara, tara.id, IMT)).can.link).toBe(curriculumWords.earlier)
})

test('T10, T2: a sign-off begun before the move is not to be signed under the earlier version', async () => {
  const { tara, esme } = await moved()
  await esme.ask(saveDraft, { params: { '*': `sign-off/${tara.id}/${IMT}/C1` }, body: { draft: { level: '2' } } })
  const { items } = await under(esme, tara.id, IMT)
  expect(items.find(({ code }) => code === 'C1')!.can.sign).toBe(curriculumWords.earlier)
})

test('T10, A8: everybody who may read the page reads it under each version, and nobody under one that is not the trainee’s', async () => {
  const { tara } = await moved()
  const tutor = await at.clinician()
  await stand(at.house, tutor.id, 'tutor', { ownerId: tara.id, programmeId: tara.programmeId })
  expect((await under(tutor, tara.id, IMT)).items.find(({ code }) => code === 'G1')!.signOff).not.toBeNull()
  const stranger = await at.clinician()
  await stranger.refused(readCurriculum, { params: { ownerId: tara.id }, query: { version: IMT } }, 'not_found')
  const other = await trainee(at)
  expect((await under(other, other.id)).versions.map(({ id }) => id)).toEqual([IMT])
  for (const [endpoint, params] of [
    [readCurriculum, {}],
    [readCurriculumItem, { code: 'G1' }],
  ] as const) {
    const refused = await other.refused(endpoint, { params, query: { version: NEW } }, 'invalid_input')
    expect(refused.fields).toEqual([{ path: 'version', message: curriculumWords.notTheirVersion }])
  }
})
