import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Answers } from '#domain/assessments/answers.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { saveTicketDraft, submitTicket, type TicketView, type WhoTyped } from '#domain/assessments/ticket-contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { ticketWords as say } from './ticket-page-words.ts'

type Open = NonNullable<TicketView['open']>
export type Keeping = 'none' | 'keeping' | 'kept' | 'failed' | 'expired' | 'stale'

const PAUSE_MS = 800
const AGAIN_MS = 4000

/** What an assessor types, kept on the server while they do (P20), and signed in the end. */
export function useTicketForm(code: string, view: TicketView, open: Open, element: RefObject<HTMLFormElement | null>) {
  const [who, setWho] = useState<WhoTyped>(() => ({
    name: view.assessor.name,
    role: view.form.roles.find((role) => role === view.assessor.role) ?? '',
    ...open.draft.who,
  }))
  const [answers, setAnswers] = useState<Record<string, Answers>>(open.draft.answers)
  const [reasons, setReasons] = useState<GuardOverrides>(open.draft.overrides)
  const [keeping, setKeeping] = useState<Keeping>('none')
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const typed = useRef({ who, answers, overrides: reasons })
  const version = useRef(open.draft.version)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef<Promise<void>>(Promise.resolve())
  const isDirty = useRef(false)

  const keep = async (): Promise<void> => {
    if (!isDirty.current) return
    isDirty.current = false
    try {
      const kept = await call(saveTicketDraft, { params: { code }, body: { ...typed.current, version: version.current } })
      version.current = kept.version
      setKeeping(isDirty.current ? 'keeping' : 'kept')
    } catch (error) {
      isDirty.current = true
      const known = error instanceof CallFault ? error.code : 'internal'
      setKeeping(known === 'link_expired' ? 'expired' : known === 'stale_version' ? 'stale' : 'failed')
      if (known !== 'link_expired' && known !== 'stale_version') soon(AGAIN_MS)
    }
  }
  const soon = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void (sending.current = sending.current.then(keep)), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

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

  const refuse = (error: unknown) => {
    const fields = error instanceof CallFault ? error.fields : []
    setFaults(Object.fromEntries(fields.map(({ path, message }) => [path.replace(/^body\./, ''), message])))
    setFault(fields.length > 0 ? say.check : sayFault(error))
    if (error instanceof CallFault && error.code === 'link_expired') setKeeping('expired')
    setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input')?.focus())
  }

  /** Signs; answers where the confirming letter went, or null. Undefined where it was refused. */
  const sign = async (): Promise<{ confirmAt: string | null } | undefined> => {
    if (busy) return undefined
    setBusy(true)
    setFault(null)
    setFaults({})
    clearTimeout(timer.current)
    try {
      await sending.current
      return await call(submitTicket, {
        params: { code },
        body: { who: { ...who, email: view.way === 'email' ? '' : who.email } as never, answers, read: open.versions, overrides: reasons },
      })
    } catch (error) {
      refuse(error)
      soon(0)
      return undefined
    } finally {
      setBusy(false)
    }
  }

  return {
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
