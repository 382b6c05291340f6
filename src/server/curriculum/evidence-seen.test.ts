import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { downloadEvidence, linksOfItem, readCurriculum, readCurriculumItem, readEvidence, unlinkItem } from '#domain/curriculum/contract.ts'
import { amendItem, answerChangeCheck, itemById, listItems } from '#domain/portfolio/contract.ts'
import { downloadFile, removeFile } from '#domain/portfolio/file-contract.ts'
import { v7 as uuidv7 } from 'uuid'
import { house } from '../../../tests/support/house.ts'
import { attach, evidence, signOff, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { jobsOf } from '../worker.ts'

const at = house()

const REASONS = { 'one link': 'x', 'no self-assessment': 'x' }

test('P24: whatever a supervisor is answered, impact, credits, tags and the rest stay the owner’s', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const planted = {
    personal: 321,
    personalReason: 'plantedreason',
    impact: 123,
    link: 'https://plantedlink.example/',
    practiceBefore: 'plantedbefore',
    practiceAfter: 'plantedafter',
    practiceChanges: 'plantedchanges',
    tags: [{ label: 'plantedtag' }],
  }
  const item = await evidence(tara, ['C1'], { title: 'Seen title', notes: 'Seen notes', ...planted })
  await tara.ask(answerChangeCheck, { params: { id: item.id }, body: { id: uuidv7(), lasted: 'yes', note: 'plantednote' } })
  await evidence(tara, ['C1'], { title: 'Another' })
  const hidden = await tara.completed({ title: 'plantedunlinked', notes: 'plantedunlinked' })
  const fileId = await attach(tara, item.id, 'seen.txt', 'bytes')
  await signOff(esme, tara, 'C1', '3', REASONS)
  const params = { ownerId: tara.id, itemId: item.id, code: 'C1', fileId }
  const answers = await Promise.all([
    esme.send(readCurriculum, { params }),
    esme.send(readCurriculumItem, { params }),
    esme.send(readEvidence, { params }),
    esme.send(downloadEvidence, { params }),
    esme.send(linksOfItem, { params: { ownerId: tara.id, id: item.id } }),
    esme.send(linksOfItem, { params: { ownerId: tara.id, id: hidden.id } }),
    esme.send(readEvidence, { params: { ...params, itemId: hidden.id } }),
    esme.send(itemById, { params: { ownerId: tara.id, id: item.id } }),
    esme.send(listItems, { params }),
    esme.send(downloadFile, { params: { ownerId: tara.id, id: item.id, fileId } }),
  ])
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200, 404, 404, 404, 404])
  const all = answers.map(({ body }) => body).join('\n')
  expect(all).toContain('Seen notes')
  for (const word of ['planted', '321', '"impact"', '"personal"', '"tags"', '3.21', '1.23']) expect(all, word).not.toContain(word)
})

test('P24: unlinking closes an item again, and only the version a signature saw stays open', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await evidence(tara, ['C1', 'C2'], { title: 'As signed' })
  const never = await evidence(tara, ['C3'], { title: 'Never signed' })
  await signOff(esme, tara, 'C1', '3', REASONS)
  const read = (itemId: string) => ({ params: { ownerId: tara.id, itemId } })
  expect((await esme.ask(readEvidence, read(never.id))).now?.title).toBe('Never signed')
  await tara.ask(unlinkItem, { params: { id: never.id, code: 'C3' } })
  await esme.refused(readEvidence, read(never.id), 'not_found')

  await tara.ask(unlinkItem, { params: { id: item.id, code: 'C1' } })
  expect((await esme.ask(readEvidence, read(item.id))).now?.codes).toEqual(['C2'])
  await tara.ask(unlinkItem, { params: { id: item.id, code: 'C2' } })
  await tara.ask(amendItem, { params: { id: item.id }, body: { version: item.version, notes: 'private again' } })
  const page = await esme.ask(readEvidence, read(item.id))
  expect(page).toMatchObject({ now: null, versions: [{ hasChanged: false, evidence: { title: 'As signed', notes: '' } }] })
  // Nor is it told that what is private now was changed.
  const { signOffs } = await esme.ask(readCurriculumItem, { params: { ownerId: tara.id, code: 'C1' } })
  expect(signOffs[0]?.evidence).toEqual([{ itemId: item.id, title: 'As signed', hasChanged: false, isLinked: false }])
})

test('T9: a signature keeps what it saw, with its files, when the item is amended and the file removed', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const item = await evidence(tara, ['C1'], { title: 'ACAT take', notes: 'As it was' })
  const fileId = await attach(tara, item.id, 'feedback.txt', 'what was said')
  await signOff(esme, tara, 'C1', '3', REASONS)
  const seen = async () => (await esme.ask(readEvidence, { params: { ownerId: tara.id, itemId: item.id } })).versions[0]
  expect((await seen())?.hasChanged).toBe(false)
  // Impact is not read by anybody else, so that it changes nothing for them.
  const impact = await tara.ask(amendItem, { params: { id: item.id }, body: { version: item.version, practiceChanges: 'mine' } })
  expect((await seen())?.hasChanged).toBe(false)

  await tara.ask(amendItem, { params: { id: item.id }, body: { version: impact.version, title: 'ACAT take, amended', notes: 'Otherwise' } })
  await tara.ask(removeFile, { params: { id: item.id, fileId } })
  // The sweep takes what is older than a day.
  const stored = await at.house.db
    .selectFrom('evidence_version_file')
    .where('owner_id', '=', tara.id)
    .select('stored_as')
    .executeTakeFirstOrThrow()
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000)
  await utimes(join(at.house.config.dataFolder, 'files/stored', stored.stored_as), twoDaysAgo, twoDaysAgo)
  await jobsOf(at.house as never)['portfolio.sweep_files']!({}, {} as never)
  const version = await seen()
  expect(version).toMatchObject({
    hasChanged: true,
    by: 'Dr Esme Sutton',
    evidence: { title: 'ACAT take', notes: 'As it was', files: [{ name: 'feedback.txt' }] },
  })
  const params = { ownerId: tara.id, itemId: item.id, fileId }
  await esme.refused(downloadEvidence, { params }, 'not_found')
  const file = await esme.send(downloadEvidence, { params, query: { signOff: version!.signOffId } })
  expect(file.body).toBe('what was said')
  expect(file.headers['content-disposition']).toContain('attachment; filename="feedback.txt"')
  expect(file.headers['content-security-policy']).toBe('sandbox')
  const { signOffs } = await tara.ask(readCurriculumItem, { params: { code: 'C1' } })
  expect(signOffs[0]?.evidence).toMatchObject([{ title: 'ACAT take', hasChanged: true, isLinked: true }])
})
