import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { Capture, CapturedBefore, PageAddress } from '#domain/capture/contract.ts'
import type { HandedOver } from '#domain/capture/handed-over.ts'
import { withNote } from '#domain/capture/with-note.ts'
import type { Item } from '#domain/portfolio/contract.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft, type Draft } from '#web/platform/drafts.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { ItemForm, type Faults } from '#web/portfolio/item-form.ts'
import { itemSaved } from '#web/portfolio/portfolio-queries.ts'
import { NOTHING_TYPED, withTyped } from '#web/portfolio/tag-options.ts'
import { addressOfDraft, addressOfSaved, useMoveOn } from './add-address.ts'
import { addNote } from './add-note.ts'
import { capturedQuery } from './capture-queries.ts'
import { sender } from './send-capture.ts'

const Typed = ItemForm.pick({ title: true, link: true, notes: true, tags: true, typing: true })
type Typed = z.output<typeof Typed>
const Kept = z.object({ form: Typed })

const TYPING_MS = 300

export interface Capturing {
  readonly form: Typed
  readonly faults: Faults
  readonly draft: Draft
  /** What was longer than is taken when it was handed over. */
  readonly cut: HandedOver['cut']
  /** The row that has this address already (K3), and what the note would do to it. */
  readonly found: CapturedBefore | null
  readonly note: 'none' | 'new' | 'there'
  readonly busy: boolean
  readonly fault: string | null
  readonly change: (to: Partial<Typed>) => void
  /** Saves the page, or adds the note to the row that is there. */
  readonly save: () => void
  readonly startOver: () => void
}

/** What is typed into a capture: kept as a draft, and saved once (K1, K3, P20). `onRefused` is told when fields are at fault. */
export function useCaptureForm(id: string, handed: HandedOver, onRefused: () => void): Capturing {
  const ownerId = usePerson().id
  const client = useQueryClient()
  const moveOn = useMoveOn()
  const [{ cut, start }] = useState(() => ({ cut: handed.cut, start: startOf(handed) }))
  const [form, setForm] = useState(start)
  const [faults, setFaults] = useState<Faults>(() => addressFault(start.link))
  const [begun, setBegun] = useState(false)
  const [send] = useState(() => sender(ownerId))
  const formNow = useRef(form)
  useEffect(() => {
    formNow.current = form
  })
  const draft = useDraft(
    `capture/${id}`,
    { title: form.title || form.link, form },
    {
      enabled: begun,
      onRestore: (kept) => {
        const read = Kept.safeParse(kept)
        if (!read.success) return
        setForm(read.data.form)
        setFaults(addressFault(read.data.form.link))
        setBegun(true)
      },
    },
  )

  // The draft holds it now, so that the address bar and the browser's history need not.
  const inAddress = handed.title !== '' || handed.address !== '' || handed.note !== ''
  useEffect(() => {
    if (draft.state === 'kept' && inAddress) moveOn(addressOfDraft(id))
  }, [draft.state, inAddress, id, moveOn])

  const link = form.link.trim()
  const [address] = useDebouncedValue(link, TYPING_MS)
  const asked = useQuery(capturedQuery(ownerId, address))
  // Its own row, as after an answer that was lost, is still to be saved from here.
  const found = address === link && asked.data?.id !== id ? (asked.data ?? null) : null
  const note = form.notes.trim() === '' ? 'none' : found !== null && withNote(found.notes, form.notes) === found.notes ? 'there' : 'new'

  const refuse = (wrong: Faults) => {
    setFaults(wrong)
    onRefused()
  }
  const refusedBy = (fault: unknown) => {
    if (fault instanceof CallFault && fault.fields.length > 0)
      refuse(Object.fromEntries(fault.fields.map(({ path, message }) => [path.split('.')[0], message])))
  }
  const leave = (item: Item, as: 'saved' | 'noted') => {
    void draft.discard()
    itemSaved(client, item)
    moveOn(addressOfSaved(item.id, as))
  }

  const saving = useMutation({
    mutationFn: async () => {
      for (;;) {
        const typed = formNow.current
        const tags = withTyped(typed.tags, typed.typing)
        const read = Capture.safeParse({
          title: typed.title,
          link: typed.link,
          notes: typed.notes,
          id,
          tags: tags.map((tag) => tag.choice),
        })
        if (!read.success) {
          refuse(faultsOf(read.error))
          return null
        }
        const answer = await send(read.data, tags)
        // What was typed meanwhile belongs to the item too.
        if (answer.there || formNow.current === typed) return answer
      }
    },
    onSuccess: (answer) => {
      if (answer === null) return
      if (!answer.there) return leave(answer.item, 'saved')
      const row: CapturedBefore | null = CapturedBefore.parse(answer.item)
      client.setQueryData(capturedQuery(ownerId, formNow.current.link.trim()).queryKey, row)
    },
    onError: refusedBy,
  })
  const adding = useMutation({
    mutationFn: (row: CapturedBefore) => addNote(ownerId, row.id, formNow.current.notes),
    onSuccess: (item) => leave(item, 'noted'),
    onError: refusedBy,
  })
  const busy = saving.isPending || adding.isPending
  const fault = found === null ? saving.error : adding.error
  return {
    form,
    faults,
    draft,
    cut,
    found,
    note,
    busy,
    fault: fault === null ? null : sayFault(fault),
    save() {
      if (busy) return
      if (found === null) saving.mutate()
      else if (note === 'new') adding.mutate(found)
    },
    change(to) {
      setForm((now) => ({ ...now, ...to }))
      setFaults((now) => Object.fromEntries(Object.entries(now).filter(([path]) => !(path in to))))
      setBegun(true)
    },
    startOver() {
      void draft.discard()
      setForm(startOf(handed))
      setFaults({})
      setBegun(false)
    },
  }
}

const startOf = ({ title, address, note }: HandedOver): Typed => ({
  title,
  link: address,
  notes: note,
  tags: [],
  typing: NOTHING_TYPED,
})

/** Of an address that came from elsewhere it is said at once that it is none. */
function addressFault(link: string): Faults {
  const read = PageAddress.safeParse(link)
  return link === '' || read.success ? {} : faultsOf(read.error, 'link')
}

function faultsOf(error: z.ZodError, field?: string): Faults {
  const faults: Record<string, string> = {}
  for (const { path, message } of error.issues) faults[field ?? String(path[0])] ??= message
  return faults
}
