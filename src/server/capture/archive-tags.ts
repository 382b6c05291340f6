import type { z } from 'zod'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { fold } from '#domain/fold.ts'
import type { TagChoice } from '#domain/portfolio/tag-contract.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import type { Tx } from '#server/platform/db.ts'
import { resolveTags } from '#server/portfolio/tag-commands.ts'
import type { OfImport } from './archive-left.ts'
import { stagedRows } from './archive-staged.ts'

type TagRow = z.infer<typeof ARCHIVED.tag.row>
const AT_ONCE = 200

const keyOf = (label: string): string => fold(label) || label

/**
 * Tags by their ids in the archive, as they are called here: one that is here already is that one; one of a set that is not here is a tag
 * of the owner's.
 */
export async function bringTags(tx: Tx, catalogue: Catalogue, of: OfImport): Promise<Map<string, string>> {
  const labelled: { id: string; label: string }[] = []
  const ofSets: { id: string; setId: string; code: string }[] = []
  for await (const rows of stagedRows<TagRow>(tx, of, 'tag')) {
    for (const { row } of rows) {
      const isThere = catalogue.tagSets
        .find((set) => set.id === row.set_id)
        ?.groups.some(({ items }) => items.some(({ code }) => code === row.key))
      if (isThere === true) ofSets.push({ id: row.id, setId: row.set_id, code: row.key })
      else labelled.push({ id: row.id, label: row.label })
    }
  }
  // Those of the owner's first, so that one of a set with the same name does not take their place.
  const choices: TagChoice[] = [...labelled.map(({ label }) => ({ label })), ...ofSets.map(({ setId, code }) => ({ setId, code }))]
  for (let at = 0; at < choices.length; at += AT_ONCE) await resolveTags(tx, catalogue, of.ownerId, choices.slice(at, at + AT_ONCE))
  const there = await tx.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', of.ownerId).execute()
  const byKey = new Map(there.map((tag) => [`${tag.set_id}\n${tag.key}`, tag.id]))
  const byName = new Map(there.map((tag) => [keyOf(tag.label), tag.id]))
  return new Map([
    ...labelled.map(({ id, label }) => [id, byKey.get(`\n${keyOf(label)}`) ?? byName.get(keyOf(label))!] as const),
    ...ofSets.map(({ id, setId, code }) => [id, byKey.get(`${setId}\n${code}`)!] as const),
  ])
}
