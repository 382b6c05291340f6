import { useEffect, useRef, useState, type RefObject } from 'react'
import { v4 as newId } from 'uuid'
import type { Answers } from '#domain/assessments/answers.ts'
import { saveFeedbackDraft, sendFeedback, type RaterView } from '#domain/assessments/msf-contract.ts'
import type { FieldFault } from '#domain/errors.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { roundWords } from './round-words.ts'

export type Keeping = 'none' | 'keeping' | 'kept' | 'failed' | 'over' | 'refused' | 'unfit' | 'stale'

const PAUSE_MS = 800
const AGAIN_MS = 4000
const KNOWN: Readonly<Record<string, Keeping>> = {
  link_expired: 'refused',
  not_allowed: 'refused',
  invalid_input: 'unfit',
  stale_version: 'stale',
}

/** A fault of what is kept stands at `answers.self.team`; the page's fields are named by the last of these. */
const asField = ({ path, message }: FieldFault) => [path.split('.')[2] ?? path, message] as const

/** What a colleague types, kept behind their link while they do (P20), and sent once in the end (F5). */
export function useFeedbackForm(code: string, view: RaterView, element: RefObject<HTMLFormElement | null>) {
  const [id] = useState(() => newId())
  const [role, setRole] = useState<string>(view.draft?.role || view.rater.role)
  const [answers, setAnswers] = useState<Record<string, Answers>>(view.draft?.answers ?? {})
  const [keeping, setKeeping] = useState<Keeping>('none')
  /** The server's own sentence on what is `over`, `refused` or `unfit`. */
  const [told, setTold] = useState('')
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const typed = useRef({ role, answers })
  const version = useRef(view.draft?.version ?? 0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef<Promise<void>>(Promise.resolve())
  const isDirty = useRef(false)

  const keep = async (): Promise<void> => {
    if (!isDirty.current) return
    isDirty.current = false
    try {
      const kept = await call(saveFeedbackDraft, { params: { code }, body: { ...typed.current, version: version.current } })
      version.current = kept.version
      setTold(kept.late ?? '')
      setKeeping(kept.late !== null ? 'over' : isDirty.current ? 'keeping' : 'kept')
    } catch (error) {
      isDirty.current = true
      const known = error instanceof CallFault ? KNOWN[error.code] : undefined
      setKeeping(known ?? 'failed')
      if (known !== undefined) setTold(sayFault(error))
      if (known === 'unfit' && error instanceof CallFault) setFaults(Object.fromEntries(error.fields.map(asField)))
      if (known === undefined) soon(AGAIN_MS)
    }
  }
  const soon = (ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void (sending.current = sending.current.then(keep)), ms)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const changed = (next: { role?: string; answers?: Record<string, Answers> }, path: string) => {
    typed.current = { ...typed.current, ...next }
    if (next.role !== undefined) setRole(next.role)
    if (next.answers) setAnswers(next.answers)
    setFaults(({ [path]: _gone, ...rest }) => rest)
    isDirty.current = true
    setKeeping('keeping')
    soon(PAUSE_MS)
  }

  /** Whether it was sent. */
  const send = async (): Promise<boolean> => {
    if (busy) return false
    setBusy(true)
    setFault(null)
    setFaults({})
    clearTimeout(timer.current)
    try {
      await sending.current
      await call(sendFeedback, { params: { code }, body: { id, role: role as never, answers } })
      return true
    } catch (error) {
      const fields = error instanceof CallFault ? error.fields : []
      setFaults(Object.fromEntries(fields.map(({ path, message }) => [path, message])))
      setFault(fields.length > 0 ? roundWords.feedback.check : sayFault(error))
      setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-error="true"] input')?.focus())
      soon(0)
      return false
    } finally {
      setBusy(false)
    }
  }

  return {
    role,
    answers,
    keeping,
    told,
    faults,
    fault,
    busy,
    send,
    setRole: (value: string) => changed({ role: value }, 'role'),
    setSection: (section: string, own: Answers) => {
      const before = typed.current.answers[section] ?? {}
      const field = [...Object.keys(own), ...Object.keys(before)].find((one) => own[one] !== before[one]) ?? ''
      changed({ answers: { ...typed.current.answers, [section]: own } }, field)
    },
  }
}
