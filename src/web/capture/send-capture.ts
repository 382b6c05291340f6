import { v7 as newId } from 'uuid'
import { captureItem, type Capture } from '#domain/capture/contract.ts'
import type { Item } from '#domain/portfolio/contract.ts'
import type { ItemFields } from '#domain/portfolio/item.ts'
import { call } from '#web/platform/call.ts'
import { changesOf } from '#web/portfolio/item-form.ts'
import { optionOf, tagChanges, type TagOption } from '#web/portfolio/tag-options.ts'
import { mergeOnto } from '#web/portfolio/use-item-form.ts'

interface Sent {
  readonly item: Item
  /** It was there before, and is as it was. */
  readonly there: boolean
}

/** Saves what one form holds. Sent again, with whatever was typed since, it changes the item it made. @throws CallFault */
export function sender(ownerId: string) {
  let sentAs: string | null = null
  return async (page: Capture, tags: readonly TagOption[]): Promise<Sent> => {
    const first = sentAs === null
    const send = (id: string) => call(captureItem, { params: { ownerId }, body: { ...page, id: (sentAs = id) } })
    let answer = await send(sentAs ?? page.id)
    // The id was used before, by a draft that outlived its saving: what is in the form now is another page.
    if (first && !answer.there && answer.item.link !== page.link) answer = await send(newId())
    if (answer.there) return answer
    const { title, link, notes } = page
    const changes = changesOf(answer.item, { title, link, notes } as ItemFields)
    return { item: await mergeOnto(answer.item, changes, tagChanges(answer.item.tags.map(optionOf), tags)), there: false }
  }
}
