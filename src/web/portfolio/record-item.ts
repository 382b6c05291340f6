import { v7 as newId } from 'uuid'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { recordItem, type Item } from '#domain/portfolio/contract.ts'
import type { ItemFields } from '#domain/portfolio/item.ts'
import { call } from '#web/platform/call.ts'
import { changesOf } from './item-form.ts'
import { optionOf, tagChanges, type TagOption } from './tag-options.ts'
import { mergeOnto } from './use-item-form.ts'

/** Records what one form holds. Sent again, with whatever was typed since, it changes the item it made. @throws CallFault */
export function recorder(ownerId: string) {
  let made: Item | null = null
  return async (id: string, fields: ItemFields, tags: readonly TagOption[], overrides: GuardOverrides = {}): Promise<Item> => {
    const record = async (as: string) =>
      call(recordItem, { params: { ownerId }, body: { ...fields, tags: tags.map((tag) => tag.choice), id: as, overrides } })
    let item = made ?? (await record(id))
    // The id was used before, by a draft that outlived its recording: what is in the form now is another item.
    if (made === null && item.title !== fields.title) item = await record(newId())
    made = await mergeOnto(item, changesOf(item, fields), tagChanges(item.tags.map(optionOf), tags), overrides)
    return made
  }
}
