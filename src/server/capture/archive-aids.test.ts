import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readDraft, saveDraft } from '#domain/accounts/profile-contract.ts'
import { MOST_DRAFTS } from '#domain/accounts/draft-room.ts'
import { beginEntry } from '#domain/assessments/contract.ts'
import { listReflections } from '#domain/assessments/reflection-contract.ts'
import { bringIn, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { archiveOf, imported } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}
const partOf = ({ archive }: Import, label: string) => archive!.parts.find((part) => part.label === label)

test('K5, P20: how tables were read comes in where it is not known here, and what was typed into a reflection and not saved', async () => {
  const ada = await at.clinician()
  const itemId = uuidv7()
  await ada.ask(beginEntry, { body: { id: itemId, form: 'era', eventOn: inDays(-1), title: 'Half written' } })
  const typed = { answers: { learning: { experience: 'Half a sent' } }, versions: {}, reasons: {}, title: 'Half written' }
  const draftOf = (person: Person, id: string) => ({ params: { '*': `entry/${person.id}/${id}` } })
  await ada.ask(saveDraft, { ...draftOf(ada, itemId), body: { draft: typed } })
  await ada.ask(saveDraft, { params: { '*': `new-item/${uuidv7()}` }, body: { draft: { title: 'Not begun' } } })
  const known = (person: Person, headers: string, field: string) =>
    at.house.db
      .insertInto('import_mapping')
      .values({ owner_id: person.id, headers, mapping: JSON.stringify({ columns: [field], dateOrder: 'day' }) })
      .execute()
  const bob = await at.clinician()
  await known(ada, 'a\nb', 'title')
  await known(ada, 'c', 'title')
  await known(bob, 'c', 'notes')
  const read = await imported(bob, await archiveOf(at.house, ada))
  expect(partOf(read, 'Drafts')).toMatchObject({ fate: 'kept', rows: 1 })
  await broughtIn(bob, read)
  const mappings = async () =>
    (
      await sql<{
        headers: string
        field: string
      }>`select headers, mapping->'columns'->>0 as field from import_mapping where owner_id = ${bob.id} order by 1`.execute(at.house.db)
    ).rows
  expect(await mappings()).toEqual([
    { headers: 'a\nb', field: 'title' },
    { headers: 'c', field: 'notes' },
  ])
  const [one] = (await bob.ask(listReflections)).reflections
  expect((await bob.ask(readDraft, draftOf(bob, one!.id))).draft).toEqual(typed)
  await bob.ask(undoImport, of(read.id))
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 0, reason: null })
  expect(await mappings()).toEqual([{ headers: 'c', field: 'notes' }])
  expect((await bob.ask(readDraft, draftOf(bob, one!.id))).draft).toBe(null)
})

/** A reflection with this typed into it and not saved. */
async function typing(person: Person, text: string) {
  const id = uuidv7()
  await person.ask(beginEntry, { body: { id, form: 'era', eventOn: inDays(-1), title: 'Half written' } })
  const draft = { answers: { learning: { experience: text } } }
  await person.ask(saveDraft, { params: { '*': `entry/${person.id}/${id}` }, body: { draft } })
  return draft
}
const draftsOf = async (person: Person) =>
  (
    await sql<{ body: unknown }>`select body from draft where owner_id = ${person.id} and form like 'entry/%'`.execute(at.house.db)
  ).rows.map(({ body }) => body)

test('K5, P20: what was typed comes in however long it may be here, and what finds no room is told of', async () => {
  const [ada, bob, full] = await at.clinicians(3)
  const draft = await typing(ada!, 'x'.repeat(290_000))
  const archive = await archiveOf(at.house, ada!)
  await broughtIn(bob!, await imported(bob!, archive))
  expect(await draftsOf(bob!)).toEqual([draft])
  await sql`insert into draft (owner_id, form, body, begun_at)
    select ${full!.id}, 'new-item/' || n, '{}', now() from generate_series(1, ${MOST_DRAFTS}) n`.execute(at.house.db)
  const read = await broughtIn(full!, await imported(full!, archive))
  expect(read).toMatchObject({ state: 'brought', archive: { notes: [expect.stringContaining('too much begun')] } })
  expect(await draftsOf(full!)).toEqual([])
})

test('K5: what is typed or remembered here already is told of as here, and of the account’s own archive a mapping alone comes back', async () => {
  const ada = await at.clinician()
  await typing(ada, 'Half a sent')
  const mapping = { owner_id: ada.id, headers: 'a', mapping: JSON.stringify({ columns: ['title'], dateOrder: 'day' }) }
  await at.house.db.insertInto('import_mapping').values(mapping).execute()
  const archive = await archiveOf(at.house, ada)
  const same = await imported(ada, archive)
  expect(partOf(same, 'What was typed into reflections and not saved')).toMatchObject({ rows: 1, here: 1 })
  expect(partOf(same, 'How columns of tables were read')).toMatchObject({ rows: 1, here: 1 })
  expect(same.counts.fresh).toBe(0)
  await at.house.db.deleteFrom('import_mapping').where('owner_id', '=', ada.id).execute()
  const gone = await imported(ada, archive)
  expect(partOf(gone, 'How columns of tables were read')).toMatchObject({ rows: 1, here: 0 })
  await broughtIn(ada, gone)
  const there = await at.house.db.selectFrom('import_mapping').where('owner_id', '=', ada.id).select('headers').execute()
  expect(there).toEqual([{ headers: 'a' }])
})
