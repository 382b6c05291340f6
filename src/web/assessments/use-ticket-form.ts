import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { isAnswered, type Answer, type Answers } from '#domain/assessments/answers.ts'
import type { FormField } from '#domain/assessments/form-file.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { saveTicketDraft, submitTicket, type TicketView, type WhoTyped } from '#domain/assessments/ticket-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { ticketWords as say } from './ticket-page-words.ts'
import { ticketQuery } from './ticket-queries.ts'

type Open = NonNullable<TicketView['open']>
export type Keeping = 'none' | 'keeping' | 'kept' | 'failed' | 'expired' | 'stale'

const PAUSE_MS = 800
const AGAIN_MS = 4000

/** What the trainee changed while the assessor wrote: said before and after. */
export interface Changed {
  readonly id: string
  readonly label: string
  readonly before: string
  readonly after: string
}

function changesBetween(before: Open, after: Open): Changed[] {
  const said = (form: Open['form'], field: FormField, answer: Answer | undefined) =>
    isAnswered(answer) ? sayAnswer(form, field, answer!).join('\n') : say.nothing
  return after.form.sections
    .filter(({ writer }) => writer === 'trainee')
    .flatMap((section) =>
      section.fields.map((field) => ({
        id: field.id,
        label: field.label,
        before: said(before.form, field, before.answers[section.id]?.[field.id]),
        after: said(after.form, field, after.answers[section.id]?.[field.id]),
      })),
    )
    .filter((one) => one.before !== one.after)
}

/** What an assessor types, kept on the server while they do (P20), and signed in the end. */
export function useTicketForm(code: string, view: TicketView, first: Open, element: RefObject<HTMLFormElement | null>) {
  const client = useQueryClient()
  // As it was read: what the trainee changes meanwhile is shown before it is signed upon.
  const [open, setOpen] = useState(first)
  const [changedParts, setChangedParts] = useState<readonly Changed[]>([])
  // Another device kept something newer (P19).
  const [newer, setNewer] = useState<Open | null>(null)
  const [who, setWho] = useState<WhoTyped>(() => ({
    name: view.assessor.name,
    role: view.form.roles.find((role) => role === view.assessor.role) ?? '',
    ...first.draft.who,
  }))
  const [answers, setAnswers] = useState<Record<string, Answers>>(first.draft.answers)
  const [reasons, setReasons] = useState<GuardOverrides>(first.draft.overrides)
  const [keeping, setKeeping] = useState<Keeping>('none')
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusals, setRefusals] = useState(0)
  const typed = useRef({ who, answers, overrides: reasons })
  const version = useRef(first.draft.version)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef<Promise<boolean>>(Promise.resolve(true))
  const isDirty = useRef(false)

  /** Null where it cannot be read now. */
  const newest = async (): Promise<Open | null> =>
    (await client.fetchQuery({ ...ticketQuery(code), staleTime: 0 }).catch(() => null))?.open ?? null

  /** False where another device kept something newer. */
  const keep = async (): Promise<boolean> => {
    if (!isDirty.current) return true
    isDirty.current = false
    try {
      const kept = await call(saveTicketDraft, { params: { code }, body: { ...typed.current, version: version.current } })
      version.current = kept.version
      setKeeping(isDirty.current ? 'keeping' : 'kept')
      return true
    } catch (error) {
      isDirty.current = true
      const known = error instanceof CallFault ? error.code : 'internal'
      setKeeping(known === 'link_expired' ? 'expired' : known === 'stale_version' ? 'stale' : 'failed')
      if (known === 'stale_version') setNewer(await newest())
      if (known !== 'link_expired' && known !== 'stale_version') soon(AGAIN_MS)
      return known !== 'stale_version'
    }
  }
  const soon = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void (sending.current = sending.current.then(keep)), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  // The first field at fault is where one goes on, once it is shown to be.
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input')?.focus()
  }, [refusals, element])

  const changed = (next: { who?: WhoTyped; answers?: Record<string, Answers>; overrides?: GuardOverrides }, path: string) => {
    typed.current = { ...typed.current, ...next }
    if (next.who) setWho(next.who)
    if (next.answers) setAnswers(next.answers)
    if (next.overrides) setReasons(next.overrides)
    setFaults(({ [path]: _gone, ...rest }) => rest)
    isDirty.current = true
    setKeeping('keeping')
    soon(PAUSE_MS)
  }

  const keepMine = () => {
    if (newer === null) return
    version.current = newer.draft.version
    setNewer(null)
    isDirty.current = true
    setKeeping('keeping')
    soon(0)
  }
  const takeNewer = () => {
    if (newer === null) return
    const { draft } = newer
    version.current = draft.version
    typed.current = { who: { ...typed.current.who, ...draft.who }, answers: draft.answers, overrides: draft.overrides }
    setReasons(draft.overrides)
    setWho(typed.current.who)
    setAnswers(draft.answers)
    setNewer(null)
    isDirty.current = false
    setKeeping('kept')
  }
  /** Asks anew where reading the other device's version had failed. */
  const compare = async () => setNewer(await newest())

  const refuse = async (error: unknown) => {
    if (error instanceof CallFault && error.code === 'stale_version') {
      const now = await newest()
      if (now !== null && now.draft.version !== version.current) {
        setKeeping('stale')
        setNewer(now)
        return
      }
      if (now !== null) {
        setChangedParts(changesBetween(open, now))
        setOpen(now)
      }
    }
    const fields = error instanceof CallFault ? error.fields : []
    setFaults(Object.fromEntries(fields.map(({ path, message }) => [path.replace(/^body\./, ''), message])))
    setFault(fields.length > 0 ? say.check : sayFault(error))
    if (error instanceof CallFault && error.code === 'link_expired') setKeeping('expired')
    setRefusals((times) => times + 1)
  }

  /** Signs; answers where the confirming letter went, or null. Undefined where it was refused. */
  const sign = async (): Promise<{ confirmAt: string | null } | undefined> => {
    if (busy) return undefined
    setBusy(true)
    setFault(null)
    setFaults({})
    setChangedParts([])
    clearTimeout(timer.current)
    try {
      sending.current = sending.current.then(keep)
      if (!(await sending.current)) return undefined
      const { who: by, answers: written, overrides } = typed.current
      return await call(submitTicket, {
        params: { code },
        body: {
          who: { ...by, email: view.way === 'email' ? '' : by.email } as never,
          answers: written,
          read: open.versions,
          version: version.current,
          overrides,
        },
      })
    } catch (error) {
      await refuse(error)
      soon(0)
      return undefined
    } finally {
      setBusy(false)
    }
  }

  return {
    open,
    changedParts,
    newer,
    keepMine,
    takeNewer,
    compare,
    who,
    answers,
    reasons,
    keeping,
    faults,
    fault,
    busy,
    sign,
    setWho: (name: keyof WhoTyped, value: string) => changed({ who: { ...typed.current.who, [name]: value } }, `who.${name}`),
    setReasons: (overrides: GuardOverrides) => {
      const key = Object.keys(overrides).find((one) => overrides[one] !== typed.current.overrides[one]) ?? ''
      changed({ overrides }, key.split(' ')[0]!)
    },
    setSection: (section: string, own: Answers) => {
      const before = typed.current.answers[section] ?? {}
      const field = [...Object.keys(own), ...Object.keys(before)].find((id) => own[id] !== before[id]) ?? ''
      changed({ answers: { ...typed.current.answers, [section]: own } }, field)
    },
  }
}
