import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { z } from 'zod'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { CallFault, sayFault } from '#web/platform/call.ts'

/**
 * A form checked by the contract's own schema before it is sent, and told by the server at the same fields (N1).
 * What is typed stays whatever happens. `wait` counts down the seconds after a `try_later`.
 */
export function useForm<S extends z.ZodObject>(schema: S, start: z.input<S>) {
  type Values = z.input<S>
  const [values, setValues] = useState<Values>(start)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [refusals, setRefusals] = useState(0)
  const [fault, setFault] = useState<string | null>(null)
  const [wait, setWait] = useState(0)
  const [busy, setBusy] = useState(false)
  const element = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait((seconds) => seconds - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  // The first field at fault, in the order of the page, is where the person goes on; once, for they may be typing in it already.
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [refusals])

  const set = <K extends keyof Values & string>(name: K, value: Values[K]) => {
    setValues((now) => ({ ...now, [name]: value }))
    setFaults(({ [name]: _gone, ...rest }) => rest)
  }

  const refuse = (error: unknown) => {
    const isFault = error instanceof CallFault
    const known = isFault ? error.fields.filter(({ path }) => (path.split('.')[0] ?? '') in schema.shape) : []
    setFaults(Object.fromEntries(known.map(({ path, message }) => [path.split('.')[0], message])))
    setRefusals((times) => times + 1)
    const seconds = isFault && error.code === 'try_later' ? Number(error.details['seconds'] ?? 0) : 0
    setWait(Math.ceil(seconds))
    setFault(known.length > 0 || seconds > 0 ? null : sayFault(error))
  }

  const submit = (send: (checked: z.output<S>) => Promise<unknown>) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    element.current = event.currentTarget
    if (busy || wait > 0) return
    const checked = schema.safeParse(values)
    setFault(null)
    if (!checked.success) {
      const first: Record<string, string> = {}
      for (const { path, message } of checked.error.issues) first[String(path[0])] ??= message
      setFaults(first)
      setRefusals((times) => times + 1)
      return
    }
    setFaults({})
    setBusy(true)
    void send(checked.data)
      .catch(refuse)
      .finally(() => setBusy(false))
  }

  /** What a text field of Mantine is given. */
  const text = <K extends keyof Values & string>(name: K) => ({
    name,
    value: String(values[name] ?? ''),
    error: faults[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => set(name, event.currentTarget.value as Values[K]),
  })

  /** What a guarded field of clinical writing is given (P18); the form's `overrides` hold the reasons. */
  const guarded = <K extends keyof Values & string>(name: K) => ({
    name,
    field: name,
    kind: 'clinical writing' as const,
    value: String(values[name] ?? ''),
    error: faults[name],
    onText: (typed: string) => set(name, typed as Values[K]),
    reasons: (values as { overrides?: GuardOverrides }).overrides ?? {},
    onReasons: (overrides: GuardOverrides) => setValues((now) => ({ ...now, overrides })),
  })

  return { values, setValues, set, text, guarded, faults, fault, setFault, refuse, wait, busy, submit }
}
