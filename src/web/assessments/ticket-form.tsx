import { Alert, Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'
import type { Answers } from '#domain/assessments/answers.ts'
import { BODIES, type TicketView } from '#domain/assessments/ticket-contract.ts'
import { FormFields, FormRead } from './form-fields.tsx'
import styles from './forms.module.css'
import { StaleWindow } from './stale-window.tsx'
import { DeclineButton } from './ticket-acts.tsx'
import { ticketWords as say } from './ticket-page-words.ts'
import own from './tickets.module.css'
import { useTicketForm } from './use-ticket-form.ts'

interface Props {
  readonly code: string
  readonly view: TicketView
  readonly open: NonNullable<TicketView['open']>
  readonly onOver: (lines: readonly string[]) => void
}

/** What the assessor fills in and signs; the trainee's part stands above it, to read. */
export function TicketForm({ code, view, open: first, onOver }: Props): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const form = useTicketForm(code, view, first, element)
  const { open } = form
  const [signing, setSigning] = useState(false)
  const all: Answers = Object.assign({}, ...Object.values(open.answers), ...Object.values(form.answers)) as Answers
  const sign = async () => {
    setSigning(false)
    const signed = await form.sign()
    if (signed === undefined) return
    onOver([say.signed(view.trainee.name), ...(signed.confirmAt === null ? [] : [say.confirmSoon(signed.confirmAt)])])
  }
  return (
    <form
      noValidate
      ref={element}
      onSubmit={(event) => {
        event.preventDefault()
        setSigning(true)
      }}
    >
      {open.note === '' ? null : (
        <p className={styles['notice']}>
          {say.note}: {open.note}
        </p>
      )}
      {open.form.sections
        .filter(({ writer }) => writer === 'trainee')
        .map((section) => (
          <section key={section.id} className={styles['card']} aria-labelledby={`section-${section.id}`}>
            <div className={styles['head']}>
              <h2 id={`section-${section.id}`}>{section.title}</h2>
              <span className={styles['quiet']}>{say.traineePart}</span>
            </div>
            <FormRead form={open.form} section={section} answers={open.answers[section.id] ?? {}} others={all} />
          </section>
        ))}
      {open.form.sections
        .filter(({ writer }) => writer === 'assessor')
        .map((section) => (
          <section key={section.id} className={styles['card']} aria-labelledby={`section-${section.id}`}>
            <div className={styles['head']}>
              <h2 id={`section-${section.id}`}>{section.title}</h2>
            </div>
            {section.about === undefined ? null : (
              <Text size="sm" mb="md">
                {section.about}
              </Text>
            )}
            <FormFields
              reasons={form.reasons}
              onReasons={form.setReasons}
              form={open.form}
              section={section}
              answers={form.answers[section.id] ?? {}}
              others={all}
              faults={form.faults}
              onChange={(answers) => form.setSection(section.id, answers)}
            />
          </section>
        ))}
      <Identity view={view} form={form} />
      {form.fault === null ? null : (
        <Alert color="red" variant="light" mt="md">
          {form.fault}
        </Alert>
      )}
      <TraineeChanged changed={form.changedParts} />
      <Kept form={form} />
      <div className={styles['foot']}>
        <DeclineButton code={code} trainee={view.trainee.name} onOver={onOver} />
        <Button type="submit" loading={form.busy} disabled={form.keeping === 'expired' || form.keeping === 'stale'}>
          {say.sign}
        </Button>
      </div>
      <Modal opened={signing} onClose={() => setSigning(false)} title={say.signTitle}>
        <Text>{say.signText}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setSigning(false)}>
            {say.cancel}
          </Button>
          <Button data-autofocus onClick={() => void sign()}>
            {say.sign}
          </Button>
        </Group>
      </Modal>
    </form>
  )
}

type Form = ReturnType<typeof useTicketForm>

/** What is signed upon is not what was read: said, and what the assessor wrote stays. */
function TraineeChanged({ changed }: { readonly changed: Form['changedParts'] }): ReactNode {
  if (changed.length === 0) return null
  return (
    <Alert color="yellow" variant="light" mt="md" title={say.traineeChanged}>
      <ul>
        {changed.map(({ id, label, before, after }) => (
          <li key={id} style={{ whiteSpace: 'pre-wrap' }}>
            {say.changedFrom(label, before, after)}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function Kept({ form: { keeping, newer, keepMine, takeNewer, compare, answers } }: { readonly form: Form }): ReactNode {
  return (
    <div role="status" className={keeping === 'none' ? undefined : styles['quiet']} style={{ marginTop: 12, minHeight: 22 }}>
      {keeping === 'kept' ? say.kept : keeping === 'keeping' ? say.keeping : keeping === 'failed' ? say.notKept : null}
      {keeping === 'expired' ? <Alert color="yellow">{say.expired}</Alert> : null}
      {keeping === 'stale' ? (
        <Alert color="yellow">
          {say.stale}{' '}
          <Button size="compact-sm" variant="default" onClick={() => void compare()}>
            {say.compare}
          </Button>
        </Alert>
      ) : null}
      {newer === null ? null : (
        <StaleWindow
          mine={answers}
          newer={{ form: newer.form, answers: newer.draft.answers }}
          onKeepMine={keepMine}
          onTakeNewer={takeNewer}
        />
      )}
    </div>
  )
}

function Identity({ view, form }: { readonly view: TicketView; readonly form: Form }): ReactNode {
  const field = (name: 'name' | 'role' | 'body' | 'number' | 'email') => ({
    value: form.who[name] ?? '',
    error: form.faults[`who.${name}`],
    onChange: (event: { currentTarget: { value: string } }) => form.setWho(name, event.currentTarget.value),
  })
  const body = form.who.body ?? ''
  return (
    <section className={styles['card']} aria-labelledby="who">
      <div className={styles['head']}>
        <h2 id="who">{say.you}</h2>
      </div>
      <Stack gap="md">
        <TextInput label={say.name} autoComplete="name" maxLength={200} {...field('name')} />
        <NativeSelect label={say.role} data={[{ value: '', label: say.chooseRole }, ...view.form.roles]} {...field('role')} />
        <div className={own['pair']}>
          <NativeSelect
            label={say.body}
            data={[{ value: '', label: say.chooseBody }, ...BODIES.map((value) => ({ value, label: say.bodies[value] }))]}
            {...field('body')}
          />
          {body === 'none' ? null : <TextInput label={say.number} maxLength={40} autoComplete="off" {...field('number')} />}
        </div>
        {view.way === 'email' ? null : (
          <TextInput label={say.email} description={say.emailHint} type="email" autoComplete="email" maxLength={254} {...field('email')} />
        )}
      </Stack>
    </section>
  )
}
