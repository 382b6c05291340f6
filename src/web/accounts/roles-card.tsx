import { Button, NativeSelect, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { relationToday, type Phase, type Role } from '#domain/accounts/relations.ts'
import { dayIn, PlainDate, shortDate } from '#domain/plain-date.ts'
import { DayField } from '#web/portfolio/day-field.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { roleWords as say } from './role-words.ts'
import styles from './roles-card.module.css'

interface Holder {
  readonly id: string
  readonly role: Role
  readonly name: string
  readonly email: string
  readonly from: PlainDate
  readonly until: PlainDate | null
  readonly phase: Phase
}

interface Given {
  readonly email: string
  readonly role: Role
  readonly from: PlainDate
  readonly until: PlainDate | null
}

interface Props {
  readonly title: string
  readonly roles: readonly Role[]
  readonly holders: readonly Holder[]
  readonly onGive: (given: Given) => Promise<unknown>
  readonly onEnd: (id: string, until: PlainDate) => Promise<unknown>
}

/** By the programmes' calendar, as roles begin and end. */
const today = () => dayIn('Europe/London', Date.now())

/** Who has a role, and a form to give one to somebody whose address is known (A7). */
export function RolesCard({ title, roles, holders, onGive, onEnd }: Props): ReactNode {
  return (
    <section className={styles.card} aria-labelledby="roles">
      <h2 id="roles">{title}</h2>
      {holders.length === 0 ? <p className={styles.quiet}>{say.none}</p> : null}
      <ul className={styles.rows}>
        {holders.map((holder) => (
          <HolderRow key={holder.id} holder={holder} onEnd={onEnd} />
        ))}
      </ul>
      <GiveForm roles={roles} onGive={onGive} />
    </section>
  )
}

function HolderRow({ holder, onEnd }: { readonly holder: Holder; readonly onEnd: Props['onEnd'] }): ReactNode {
  const { id, name, email, role, from, until, phase } = holder
  const [ending, setEnding] = useState(false)
  const who = name === '' ? say.closed : name
  return (
    <li>
      <div className={styles.rowText}>
        <strong>{who}</strong>
        <span className={styles.quiet}>
          {say.names[role]}, {say.days(from, until, phase)}
          {email === '' ? '' : `, ${email}`}
        </span>
      </div>
      {ending ? (
        <EndForm onEnd={(day) => onEnd(id, day)} onClose={() => setEnding(false)} />
      ) : relationToday({ relation: role, from, until }, today()) === 'after' ? null : (
        <Button size="xs" variant="default" aria-label={say.endNamed(who, say.names[role])} onClick={() => setEnding(true)}>
          {say.end}
        </Button>
      )}
    </li>
  )
}

const EndBody = z.object({ until: PlainDate })

function EndForm({ onEnd, onClose }: { readonly onEnd: (until: PlainDate) => Promise<unknown>; readonly onClose: () => void }): ReactNode {
  const form = useForm(EndBody, { until: today() })
  const [typed, setTyped] = useState(() => shortDate(today()))
  const send = form.submit(async ({ until }) => {
    await onEnd(until)
    onClose()
  })
  return (
    <form onSubmit={send} noValidate className={styles.end}>
      <DayField
        label={say.lastDay}
        typed={typed}
        onTyped={setTyped}
        onDay={(day) => form.set('until', day ?? '')}
        fault={form.faults['until']}
        size="xs"
        autoFocus
      />
      <Button type="submit" size="xs" color="red" loading={form.busy}>
        {say.endDo}
      </Button>
      <Button size="xs" variant="default" onClick={onClose}>
        {say.cancel}
      </Button>
      <FormFault form={form} />
    </form>
  )
}

function GiveForm({ roles, onGive }: Pick<Props, 'roles' | 'onGive'>): ReactNode {
  const [body] = useState(() =>
    z.object({ email: Email, role: z.enum(roles as [Role, ...Role[]]), from: PlainDate, until: PlainDate.nullable() }),
  )
  const first = { email: '', role: roles[0]!, from: today(), until: null }
  const form = useForm(body, first)
  const [from, setFrom] = useState(() => shortDate(today()))
  const [until, setUntil] = useState('')
  const [given, setGiven] = useState('')
  const send = form.submit(async (checked) => {
    setGiven('')
    await onGive(checked)
    setGiven(say.given(checked.email))
    form.setValues({ ...first, role: checked.role })
    setFrom(shortDate(today()))
    setUntil('')
  })
  return (
    <form onSubmit={send} noValidate className={styles.give} aria-label={say.give}>
      <h3>{say.give}</h3>
      <div className={styles.fields}>
        <TextInput label={say.email} description={say.emailHint} type="email" autoComplete="off" {...form.text('email')} />
        <NativeSelect
          label={say.role}
          data={roles.map((role) => ({ value: role, label: say.names[role] }))}
          value={form.values.role}
          error={form.faults['role']}
          onChange={(event) => form.set('role', event.currentTarget.value as Role)}
        />
        <DayField
          label={say.from}
          typed={from}
          onTyped={setFrom}
          onDay={(day) => form.set('from', day ?? '')}
          fault={form.faults['from']}
        />
        <DayField label={say.until} typed={until} onTyped={setUntil} onDay={(day) => form.set('until', day)} fault={form.faults['until']} />
      </div>
      <FormFault form={form} />
      <div className={styles.foot}>
        <Button type="submit" loading={form.busy}>
          {say.giveDo}
        </Button>
        <Text size="sm" role="status">
          {given}
        </Text>
      </div>
    </form>
  )
}
