import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type RefObject } from 'react'
import { z } from 'zod'
import { Answers } from '#domain/assessments/answers.ts'
import { saveEntryPart, takeEntryStep, type Entry } from '#domain/assessments/contract.ts'
import type { EntryStep } from '#domain/assessments/entry-steps.ts'
import { standingReasons } from '#domain/assessments/guarded.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { tell } from '#web/training/tell.ts'
import { entriesChanged, entryQuery } from './entry-queries.ts'
import { words } from './words.ts'

const Kept = z.object({
  answers: z.record(z.string(), Answers),
  versions: z.record(z.string(), z.number()),
  reasons: GuardOverrides.default({}),
})

/** What the viewer writes into a form: their sections, kept as a draft until saved or signed (P20), and never over somebody else's (P19). */
export function useEntryForm(entry: Entry, element: RefObject<HTMLFormElement | null>) {
  const client = useQueryClient()
  const writable = entry.form.sections.filter(({ id }) => entry.can.write[id] === null)
  const saved = Object.fromEntries(writable.map(({ id }) => [id, entry.answers[id] ?? {}]))
  // What is typed over which version: who saves later is shown both.
  const [typed, setTyped] = useState<Readonly<Record<string, Answers>>>({})
  const [given, setGiven] = useState<GuardOverrides>({})
  const [base, setBase] = useState(entry.versions)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusals, setRefusals] = useState(0)
  const [stale, setStale] = useState<Entry | null>(null)
  const values = { ...saved, ...typed }
  const reasons: GuardOverrides = { ...standingReasons(entry.reasons, writable, saved, typed), ...given }
  /** Why something stays is saved with its section, also where nothing else is changed (P18). */
  const hasNewReason = (section: string) => {
    const own = new Set(writable.find(({ id }) => id === section)?.fields.map(({ id }) => id))
    return Object.entries(given).some(([key, reason]) => own.has(key.split(' ')[0]!) && reason.trim() !== (entry.reasons[key] ?? ''))
  }
  const changed = writable
    .map(({ id }) => id)
    .filter((id) => (typed[id] !== undefined && JSON.stringify(typed[id]) !== JSON.stringify(saved[id])) || hasNewReason(id))
  const draft = useDraft(
    `entry/${entry.ownerId}/${entry.id}`,
    { answers: typed, versions: base, reasons: given, title: entry.title },
    {
      enabled: changed.length > 0,
      onRestore: (kept) => {
        const read = Kept.safeParse(kept)
        if (!read.success) return
        const own = Object.entries(read.data.answers).filter(([id]) => writable.some((section) => section.id === id))
        setTyped(Object.fromEntries(own))
        setBase(read.data.versions)
        setGiven(read.data.reasons)
      },
    },
  )

  // The first field at fault is where one goes on, once it is shown to be.
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input')?.focus()
  }, [refusals, element])

  const change = (section: string, answers: Answers) => {
    setTyped((now) => ({ ...now, [section]: answers }))
    setFaults({})
  }
  const discard = () => {
    setTyped({})
    setGiven({})
    setBase(entry.versions)
    setFaults({})
    void draft.discard()
  }

  const saveAll = async (over: Readonly<Record<string, number>>) => {
    const versions = { ...over }
    for (const section of changed) {
      const params = { ownerId: entry.ownerId, itemId: entry.id, section }
      const { version } = await call(saveEntryPart, {
        params,
        body: { answers: values[section] ?? {}, version: over[section] ?? 0, overrides: reasons },
      })
      versions[section] = version
      // Where a later section is refused, this one is saved all the same.
      setBase({ ...versions })
    }
    return versions
  }
  const refused = async (error: unknown) => {
    if (error instanceof CallFault && error.code === 'stale_version') {
      setStale(await client.fetchQuery({ ...entryQuery(entry.ownerId, entry.id), staleTime: 0 }))
      return
    }
    const fields = error instanceof CallFault ? error.fields : []
    setFaults(Object.fromEntries(fields.map(({ path, message }) => [path, message])))
    setFault(fields.length === 0 ? sayFault(error) : null)
    setRefusals((times) => times + 1)
  }
  /** Whether it went well. */
  const run = async (act: () => Promise<void>): Promise<boolean> => {
    if (busy) return false
    setBusy(true)
    setFault(null)
    setFaults({})
    try {
      await act()
      return true
    } catch (error) {
      await refused(error)
      return false
    } finally {
      setBusy(false)
    }
  }
  const finished = async (said: string) => {
    await draft.discard()
    await entriesChanged(client, entry.ownerId)
    setGiven((now) => (now === given ? {} : now))
    // What was typed while it was being saved stays.
    setTyped((now) => Object.fromEntries(Object.entries(now).filter(([section, answers]) => answers !== typed[section])))
    tell(said)
  }
  const save = (over: Readonly<Record<string, number>> = base) =>
    run(async () => {
      await saveAll(over)
      await finished(words.entry.saved)
    })
  const take = (step: EntryStep) =>
    run(async () => {
      const read = await saveAll(base)
      await call(takeEntryStep, { params: { ownerId: entry.ownerId, itemId: entry.id, step }, body: { read, overrides: reasons } })
      await finished(words.entry.done[step])
    })

  const keepMine = () => {
    if (stale === null) return
    const { versions } = stale
    setStale(null)
    setBase(versions)
    void save(versions)
  }
  const takeNewer = () => {
    setStale(null)
    discard()
    void entriesChanged(client, entry.ownerId)
  }
  return {
    values,
    reasons,
    /** Kept is what was written now: a reason that only stood there goes with the words it was for. */
    setReasons: (all: GuardOverrides) => {
      const written = Object.entries(all).filter(([key, reason]) => reason !== reasons[key])
      setGiven((now) => ({ ...now, ...Object.fromEntries(written) }))
    },
    changed,
    faults,
    fault,
    busy,
    draft,
    change,
    discard,
    save,
    take,
    stale,
    keepMine,
    takeNewer,
  }
}
