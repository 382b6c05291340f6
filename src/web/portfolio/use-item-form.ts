import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { z } from 'zod'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { amendItem, itemById, tagItems, type Item } from '#domain/portfolio/contract.ts'
import { ItemFields } from '#domain/portfolio/item.ts'
import { TagRef } from '#domain/portfolio/tag-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft, type DraftState } from '#web/platform/drafts.ts'
import { useToday } from '#web/platform/zone.ts'
import {
  changesOf,
  differences,
  formOf,
  isDirty,
  ItemForm,
  readForm,
  typedSince,
  withoutTheirs,
  type Difference,
  type Faults,
  type Meeting,
} from './item-form.ts'
import { itemSaved } from './portfolio-queries.ts'
import { progressed, progressFault } from './progress-fields.ts'
import { optionOf, tagChanges, withTyped } from './tag-options.ts'
import { windowWords } from './window-words.ts'

/** The item as it was when the typing began: what 'changed' is measured against, also after a reload (P19, P20). */
const Opened = ItemFields.extend({ version: z.int(), tags: z.array(TagRef) })
const Kept = z.object({ form: ItemForm, opened: Opened })

export interface Conflict {
  readonly differences: readonly Difference[]
  readonly mine: Partial<ItemFields>
  readonly current: Item
  readonly sent: Sent
}

/** What was in the form when it was sent, and what it was typed onto. */
interface Sent {
  readonly base: Item
  readonly form: ItemForm
}

export interface ItemEditing {
  readonly form: ItemForm
  readonly faults: Faults
  /** How often saving was refused for what is in the fields. */
  readonly refused: number
  readonly dirty: boolean
  readonly saved: boolean
  readonly saving: boolean
  readonly fault: string | null
  readonly restored: boolean
  readonly draftState: DraftState
  readonly conflict: Conflict | null
  readonly change: (to: Partial<ItemForm>) => void
  /** Something begun earlier is kept beside what is typed now. */
  readonly earlier: boolean
  readonly bringBack: () => void
  /** `then` follows once all is saved. */
  readonly save: (then?: () => void) => void
  readonly discard: () => void
  /** Saves with the choice made for each field that differs. */
  readonly resolve: (theirs: ReadonlySet<Meeting>) => void
  readonly leaveConflict: () => void
}

class Unreadable extends Error {
  readonly faults: Faults
  constructor(faults: Faults) {
    super(windowWords.item.checkFields)
    this.faults = faults
  }
}

/** What is typed into an item's window: read, kept as a draft, and saved so that nothing is overwritten unseen. */
export function useItemForm(item: Item): ItemEditing {
  const client = useQueryClient()
  const today = useToday()
  const [opened, setOpened] = useState(item)
  const [form, setForm] = useState(() => formOf(item))
  const [{ faults, refused }, setRefusal] = useState<{ faults: Faults; refused: number }>({ faults: {}, refused: 0 })
  const setFaults = (wrong: Faults) =>
    setRefusal((now) => ({ faults: wrong, refused: Object.keys(wrong).length > 0 ? now.refused + 1 : now.refused }))
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const dirty = useMemo(() => isDirty(form, formOf(opened)), [form, opened])

  const kept = useMemo(() => ({ title: form.title, form, opened: Opened.parse(opened) }), [form, opened])
  const draft = useDraft(`item/${item.id}`, kept, {
    enabled: dirty,
    onRestore: (found) => {
      const read = Kept.safeParse(found)
      if (!read.success) return
      setOpened({ ...item, ...read.data.opened })
      setForm(read.data.form)
    },
  })

  // What was saved elsewhere is shown as long as nothing typed here would be lost by it.
  if (!dirty && item.version > opened.version) {
    setOpened(item)
    setForm(formOf(item))
  }

  const formNow = useRef(form)
  useEffect(() => {
    formNow.current = form
  })

  const saving = useMutation({
    mutationFn: ({ base, form: sent }: Sent) => saveItem(base, sent, today),
    onSuccess: (now, sent) => taken(now, sent),
    onError: (fault, sent) => {
      if (fault instanceof Unreadable) return setFaults(fault.faults)
      if (!(fault instanceof CallFault)) return
      if (fault.code === 'stale_version' && fault.details['current']) return meet(fault.details['current'] as Item, sent)
      setFaults(Object.fromEntries(fault.fields.map(({ path, message }) => [path, message])))
    },
  })
  const { mutate } = saving

  /** What was typed while the save was on its way stays in the form, with its draft. */
  const taken = (now: Item, sent: Sent) => {
    const saved = formOf(now)
    setOpened(now)
    setForm((typed) => typedSince(typed, sent.form, saved))
    setFaults({})
    setConflict(null)
    itemSaved(client, now)
    if (!isDirty(typedSince(formNow.current, sent.form, saved), saved)) void draft.discard()
  }

  /** Changed elsewhere meanwhile: other fields go together with these, the same fields are shown side by side (P19). */
  const meet = (current: Item, sent: Sent) => {
    const read = readForm(sent.form, today)
    if ('faults' in read) return
    const mine = changesOf(sent.base, read.fields)
    const found = differences(sent.base, mine, current, today)
    if (found.length > 0) return setConflict({ differences: found, mine, current, sent })
    void settle(current, mine, sent)
  }

  const settle = async (current: Item, mine: Partial<ItemFields>, sent: Sent) => {
    try {
      taken(await mergeOnto(current, mine, tagChangesOf(sent.base, sent.form), sent.form.reasons), sent)
      notifications.show({ message: windowWords.conflict.together })
    } catch (fault) {
      if (fault instanceof CallFault && fault.code === 'stale_version') meet(fault.details['current'] as Item, sent)
      else notifications.show({ color: 'red', message: sayFault(fault) })
    }
  }

  const save = useCallback(
    (then?: () => void) => {
      if (dirty) mutate({ base: opened, form }, then === undefined ? {} : { onSuccess: () => then() })
      else then?.()
    },
    [dirty, mutate, opened, form],
  )

  const failed = saving.error
  return {
    form,
    faults,
    refused,
    dirty,
    saved: saving.isSuccess,
    saving: saving.isPending,
    fault:
      failed === null || (failed instanceof CallFault && failed.code === 'stale_version')
        ? null
        : failed instanceof Unreadable
          ? failed.message
          : sayFault(failed),
    restored: draft.restored,
    draftState: draft.state,
    earlier: draft.earlier,
    bringBack: draft.bringBack,
    conflict,
    change(to) {
      setForm((now) => progressed({ ...now, ...to }, to, now, today))
      setRefusal((now) => ({ ...now, faults: Object.fromEntries(Object.entries(now.faults).filter(([path]) => !(path in to))) }))
      if (saving.isError || saving.isSuccess) saving.reset()
    },
    save,
    discard() {
      setOpened(item)
      setForm(formOf(item))
      setFaults({})
      saving.reset()
      void draft.discard()
    },
    resolve(theirs) {
      if (conflict === null) return
      void settle(conflict.current, withoutTheirs(conflict.mine, theirs), conflict.sent)
    },
    leaveConflict: () => setConflict(null),
  }
}

async function saveItem(base: Item, form: ItemForm, today: string): Promise<Item> {
  const read = readForm(form, today)
  const late = progressFault(form, today)
  if ('faults' in read) throw new Unreadable(read.faults)
  if (late !== null) throw new Unreadable({ [late.path]: late.message })
  return mergeOnto(base, changesOf(base, read.fields), tagChangesOf(base, form), form.reasons)
}

const tagChangesOf = (base: Item, { tags, typing }: ItemForm) => tagChanges(base.tags.map(optionOf), withTyped(tags, typing))

/** Puts changes of fields and tags onto an item as it stands. @throws CallFault `stale_version` where it has moved on again */
export async function mergeOnto(
  base: Item,
  fields: Partial<ItemFields>,
  tags: ReturnType<typeof tagChanges>,
  overrides: GuardOverrides = {},
): Promise<Item> {
  const params = { ownerId: base.ownerId, id: base.id }
  let now = base
  if (Object.keys(fields).length > 0) now = await call(amendItem, { params, body: { ...fields, version: base.version, overrides } })
  if (tags.add.length + tags.remove.length === 0) return now
  await call(tagItems, {
    params: { ownerId: base.ownerId },
    body: { items: [base.id], add: tags.add, remove: tags.remove },
  })
  return call(itemById, { params })
}
