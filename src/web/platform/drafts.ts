import { useCallback, useEffect, useRef, useState } from 'react'
import { Keeper, withEarlier, type DraftState, type Values } from './draft-keeper.ts'
import { forgetAllHere } from './draft-store.ts'
import { queryClient } from './queries.ts'
import { usePerson } from './session-store.ts'

export type { DraftState } from './draft-keeper.ts'

/*
 * How a form keeps what is typed (P20):
 *
 *   const draft = useDraft('item/<id>' or 'new-item/<id>', values, {
 *     enabled: dirty,                               // what is in the form differs from what is saved
 *     onRestore: (kept) => setValues(kept),         // called when a draft was found on opening, or brought back
 *   })
 *   <DraftMark state={draft.state} />               // from #web/ui/draft-mark.tsx: 'Draft kept', quietly
 *   await draft.discard()                           // after the form was saved or given up
 *
 * `values` is plain JSON without a field called `earlier`. The form may be shown at once: nothing is sent before it is known what
 * was kept before, and where something was, both are kept. `draft.earlier` then asks the form to offer `draft.bringBack`, which
 * changes the two over. `draft.restored` says that a draft was given back, so that the form can offer to throw it away.
 */

export interface Draft {
  readonly state: DraftState
  /** A draft was found and given back. */
  readonly restored: boolean
  /** Something begun earlier is kept beside what is in the form. */
  readonly earlier: boolean
  /** Puts what was begun earlier into the form, and keeps what stood there beside it. */
  readonly bringBack: () => void
  /** Throws the draft away, on the server and here. Later typing begins a new one. */
  discard(): Promise<void>
}

interface Options<V> {
  readonly enabled: boolean
  readonly onRestore: (kept: V) => void
  /** The form's name was made just now, so that there can be no earlier draft. */
  readonly fresh?: boolean
}

export function useDraft<V extends object>(form: string, values: V, { enabled, onRestore, fresh = false }: Options<V>): Draft {
  const ownerId = usePerson().id
  const of = keyOf(ownerId, form)
  const [known, setKnown] = useState<Known>(unknown(of))
  const keeper = useRef<Keeper | null>(null)
  const restore = useRef(onRestore)
  useEffect(() => {
    restore.current = onRestore
  })

  useEffect(() => {
    const learn = (more: Partial<Known>) => setKnown((now) => ({ ...(now.of === of ? now : unknown(of)), ...more }))
    const mine = keeperOf(ownerId, form, fresh)
    keeper.current = mine
    let open = true
    mine.open((state) => learn({ state }))
    const openDraft = async () => {
      const { values: kept, earlier } = await mine.find()
      if (!open) return
      if (kept !== null) restore.current(kept as V)
      learn({ restored: kept !== null, earlier, state: mine.state })
    }
    void openDraft()
    const release = holdOpen(of)
    return () => {
      open = false
      mine.close()
      release()
      forgetIdle()
    }
    // Only the first rendering of a form is of one that was made just now.
  }, [ownerId, form, of, fresh])

  const { state, restored, earlier } = known.of === of ? known : unknown(of)
  const text = withEarlier(values, earlier)
  useEffect(() => {
    if (enabled) keeper.current?.keep(text)
  }, [text, enabled])

  const discard = useCallback(async () => {
    setKnown((now) => ({ ...now, restored: false, earlier: null }))
    await keeper.current?.discard()
  }, [])
  const bringBack = () => {
    if (earlier === null) return
    restore.current(earlier as V)
    setKnown((now) => ({ ...now, restored: true, earlier: enabled ? (values as Values) : null }))
  }
  return { state, restored, earlier: earlier !== null, bringBack, discard }
}

/** What is known of the draft of one person's form. */
interface Known {
  readonly of: string
  readonly state: DraftState
  readonly restored: boolean
  readonly earlier: Values | null
}
const unknown = (of: string): Known => ({ of, state: 'none', restored: false, earlier: null })

/** Drafts of this page that are open or on their way. */
const keepers = new Map<string, Keeper>()
const keyOf = (ownerId: string, form: string) => `${ownerId}:${form}`

function keeperOf(ownerId: string, form: string, fresh: boolean): Keeper {
  listen()
  forgetIdle()
  const key = keyOf(ownerId, form)
  const keeper = keepers.get(key) ?? new Keeper(ownerId, form, fresh)
  keepers.set(key, keeper)
  return keeper
}

const forgetIdle = () => {
  for (const [key, keeper] of keepers) if (keeper.idle) keepers.delete(key)
}

const flushAll = () => {
  forgetIdle()
  for (const keeper of keepers.values()) keeper.flush()
}

let listening = false
function listen(): void {
  if (listening) return
  listening = true
  const leave = () => {
    for (const keeper of keepers.values()) keeper.leave()
  }
  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && leave())
  window.addEventListener('online', flushAll)
  // An answer to anything shows that the network is back.
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual === true) return
    for (const keeper of keepers.values()) if (keeper.state === 'notKept' || keeper.state === 'keptHere') keeper.flush()
  })
  window.addEventListener('beforeunload', (event) => {
    if ([...keepers.values()].some((keeper) => keeper.atRisk)) event.preventDefault()
  })
}

const wait = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms))

/** Whether a form that is being closed is kept; 'notKept' where that takes longer than a person looks at a notice. */
export async function draftOutcome(ownerId: string, form: string): Promise<DraftState> {
  const keeper = keepers.get(keyOf(ownerId, form))
  if (keeper === undefined) return 'kept'
  return (await Promise.race([keeper.outcome(), wait(3000)])) ?? 'notKept'
}

/** Waits until what was typed into a form is on the server. False where the person has signed out. */
export async function draftKept(ownerId: string, form: string): Promise<boolean> {
  const keeper = keepers.get(keyOf(ownerId, form))
  const atRisk = () => keeper?.atRisk === true
  while (atRisk()) await wait(500)
  return keeper?.state === 'kept'
}

/** Sends what has not been sent, for a short while. */
export async function sendDrafts(): Promise<void> {
  await Promise.race([Promise.all([...keepers.values()].map((keeper) => keeper.outcome())), wait(3000)])
}

/** Signing out leaves nothing behind (P20). */
export function forgetAllDrafts(): void {
  for (const keeper of keepers.values()) keeper.forget()
  keepers.clear()
  forgetAllHere()
}

/** Marks a form as open, for this browser's other windows, for as long as it is. */
function holdOpen(of: string): () => void {
  let release: () => void = () => undefined
  // Not there where the address is neither encrypted nor this machine's own.
  if (!('locks' in navigator)) return release
  const closed = new Promise<void>((resolve) => {
    release = resolve
  })
  void navigator.locks.request(`${LOCK}${of}`, { mode: 'shared' }, () => closed)
  return release
}
const LOCK = 'cairn-form:'

/** Which of a person's forms are open in this browser, each as often as it is. */
export async function openForms(ownerId: string): Promise<readonly string[]> {
  const start = `${LOCK}${ownerId}:`
  const held = 'locks' in navigator ? ((await navigator.locks.query()).held ?? []) : []
  return held.flatMap(({ name }) => (name?.startsWith(start) ? [name.slice(start.length)] : []))
}
