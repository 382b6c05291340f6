import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { listDrafts } from '#domain/accounts/profile-contract.ts'
import { call } from '#web/platform/call.ts'
import { openForms } from '#web/platform/drafts.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { BeganEarlier } from './began-earlier.tsx'
import { NewItemForm } from './new-item-form.tsx'
import { sayKept } from './say-kept.ts'
import { useEscape } from './use-escape.ts'
import { windowWords } from './window-words.ts'

const say = windowWords.newItem

interface NewItemWindowProps {
  /** The draft to go on with, by its name; else this tab's own last one, or none. */
  readonly from?: string
  readonly onClose: () => void
  readonly onOpen: (id: string) => void
}

interface Form {
  readonly name: string
  readonly fresh: boolean
  /** It took the place of another in the open window. */
  readonly later: boolean
}

interface Begun {
  readonly form: string
  readonly title: string
}

/** A new item, each in a draft of its own, so that two windows never write over each other (P2, P20). */
export default function NewItemWindow({ from, onClose, onOpen }: NewItemWindowProps) {
  const ownerId = usePerson().id
  const [form, setForm] = useState<Form>(() => {
    const name = from ?? lastForm(ownerId)
    return name === null ? freshForm(false) : { name, fresh: false, later: false }
  })
  const [left, setLeft] = useState<Begun | null>(null)
  const typed = useRef<string | null>(null)
  const onTyped = useCallback(
    (title: string | null) => {
      typed.current = title
      if (title !== null) rememberForm(ownerId, form.name)
    },
    [ownerId, form.name],
  )

  // A tab made as a copy of this one remembers the same form.
  useEffect(() => {
    if (form.fresh) return
    const look = async () => {
      const open = await openForms(ownerId)
      if (open.filter((name) => name === form.name).length > 1) setForm((now) => (now === form ? freshForm(true) : now))
    }
    // Once this window itself is among those that are open.
    const timer = setTimeout(() => void look(), 0)
    return () => clearTimeout(timer)
  }, [ownerId, form])

  const others = useQuery({
    queryKey: [ownerId, 'drafts', 'new-item'],
    queryFn: async ({ signal }): Promise<Begun[]> => {
      const { drafts } = await call(listDrafts, { params: { ownerId }, signal })
      const open = await openForms(ownerId)
      return drafts.filter((draft) => /^new-item(\/|$)/.test(draft.form) && !open.includes(draft.form))
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  }).data
  const other = left ?? others?.find((draft) => draft.form !== form.name)

  const begin = (next: Form) => {
    if (typed.current !== null) setLeft({ form: form.name, title: typed.current })
    else if (left?.form === next.name) setLeft(null)
    typed.current = null
    rememberForm(ownerId, next.name)
    setForm(next)
  }
  const close = () => {
    if (typed.current !== null) void sayKept(ownerId, form.name, say.kept)
    onClose()
  }
  useEscape('new-item', close)
  return (
    <Modal opened onClose={close} title={say.title} size="lg" yOffset="8vh" closeOnEscape={false}>
      <NewItemForm
        key={form.name}
        name={form.name}
        fresh={form.fresh}
        takeFocus={form.later}
        offer={
          other !== undefined && (
            <BeganEarlier text={say.begun(other.title)} onBringBack={() => begin({ name: other.form, fresh: false, later: true })} />
          )
        }
        onTyped={onTyped}
        onStartOver={() => {
          typed.current = null
          begin(freshForm(true))
        }}
        onRecorded={() => {
          sessionStorage.removeItem(LAST + ownerId)
          onClose()
        }}
        onClose={close}
        onOpen={onOpen}
      />
    </Modal>
  )
}

const freshForm = (later: boolean): Form => ({ name: `new-item/${newId()}`, fresh: true, later })

/** The form last typed into in this tab: after a reload it comes back by itself. A name, nothing that was typed. */
const LAST = 'cairn-new-item:'
const lastForm = (ownerId: string) => sessionStorage.getItem(LAST + ownerId)
const rememberForm = (ownerId: string, name: string) => sessionStorage.setItem(LAST + ownerId, name)
