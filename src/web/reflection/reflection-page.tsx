import { Button, Modal, Select, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import IconFeather from '@tabler/icons-react/dist/esm/icons/IconFeather.mjs'
import { useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { beginEntry, NewEntry, type FormLine } from '#domain/assessments/contract.ts'
import { setSubject, type ReflectionLine } from '#domain/assessments/reflection-contract.ts'
import { longDate, shortDate } from '#domain/plain-date.ts'
import { formsQuery } from '#web/assessments/entry-queries.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { useKeptForm } from '#web/training/kept-form.ts'
import { FormDay, FormFoot, londonToday } from '#web/training/training-parts.tsx'
import { Asked } from '#web/ui/asked.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { State } from '#web/ui/state.tsx'
import { ReflectionFrame } from './reflection-frame.tsx'
import { reflectionChanged, reflectionsQuery, subjectsQuery } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { words } from './words.ts'

/** One's own reflections, and the templates to begin one by (F1). */
export function ReflectionPage(): ReactNode {
  const { id: ownerId } = usePerson()
  const asked = useQuery(reflectionsQuery(ownerId))
  const forms = useQuery(formsQuery).data?.forms.filter(({ family }) => family === 'reflection') ?? []
  const [chosen, setChosen] = useState<FormLine | null>(null)
  return (
    <ReflectionFrame title={words.title}>
      <Asked asked={asked}>
        {({ reflections, can }) => (
          <>
            <section aria-label={words.mine} data-tour="reflections">
              {reflections.length === 0 ? (
                <State icon={<IconFeather size={28} />} title={words.list.none} text={words.list.noneText} />
              ) : (
                <ul className={styles['list']}>
                  {reflections.map((one) => (
                    <Line key={one.id} one={one} />
                  ))}
                </ul>
              )}
            </section>
            <section aria-labelledby="begin" className={styles['begin']}>
              <h2 id="begin">
                {words.begin.title} {can.begin === null ? null : <MayNot reason={can.begin} />}
              </h2>
              <Guidance />
              <ul className={styles['templates']}>
                {forms.map((form) => (
                  <Template key={form.id} form={form} onBegin={can.begin === null ? () => setChosen(form) : null} />
                ))}
              </ul>
            </section>
          </>
        )}
      </Asked>
      {chosen === null ? null : <BeginWindow ownerId={ownerId} form={chosen} onClose={() => setChosen(null)} />}
    </ReflectionFrame>
  )
}

function Line({ one }: { readonly one: ReflectionLine }): ReactNode {
  const say = words.list
  const whom = [...one.sharedWith.map((audience) => say.shared[audience]), ...one.appraisers.map(({ name }) => name)].join(', ')
  return (
    <li>
      <Link to="/reflection/$itemId" params={{ itemId: one.id }} className={styles['line']}>
        <span className={styles['lineTitle']} dir="auto">
          {one.title}
        </span>
        <span className={styles['quiet']}>
          {one.short} · {longDate(one.eventOn)} · {one.finishedOn === null ? say.open : say.finished(shortDate(one.finishedOn))}
        </span>
        <span className={styles['marks']}>
          <span data-shared={whom !== '' || undefined}>{whom === '' ? say.private : say.sharedWith(whom)}</span>
          {one.isLinked ? <span>{say.linked}</span> : null}
          {one.isOffered ? <span>{say.offered}</span> : null}
          {one.about === null ? null : <span>{say.about(one.about.title)}</span>}
        </span>
      </Link>
    </li>
  )
}

/** Why and how to reflect, in our words, with the name of the guidance to read on (F1). */
function Guidance(): ReactNode {
  const say = words.guidance
  return (
    <aside className={styles['guidance']} aria-label={say.title}>
      <p>{say.why}</p>
      <p>{say.how}</p>
      <p>{say.not}</p>
      <p>{say.private}</p>
      <p className={styles['quiet']}>{say.source}</p>
    </aside>
  )
}

function Template({ form, onBegin }: { readonly form: FormLine; readonly onBegin: (() => void) | null }): ReactNode {
  return (
    <li className={styles['template']}>
      <h3>{form.title.replace(/^Reflection: /, '')}</h3>
      <p>{form.about}</p>
      <details>
        <summary aria-label={words.begin.how(form.short)}>{words.begin.howShort}</summary>
        <ul>
          {form.tips.map((tip) => (
            <li key={tip}>{tip}</li>
          ))}
        </ul>
      </details>
      {onBegin === null ? null : (
        <Button variant="light" size="xs" aria-label={words.begin.go(form.short)} onClick={onBegin}>
          {words.begin.goShort}
        </Button>
      )}
    </li>
  )
}

const BEGINNING = NewEntry.pick({ title: true, eventOn: true, overrides: true })

function BeginWindow({ ownerId, form: { name, title }, onClose }: { ownerId: string; form: FormLine; onClose: () => void }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [id] = useState(() => newId())
  const [aboutId, setAboutId] = useState<string | null>(null)
  const form = useKeptForm(`new-reflection/${name}`, BEGINNING, { title: '', eventOn: londonToday() })
  const subjects = useQuery(subjectsQuery(ownerId)).data?.subjects ?? []
  const say = words.begin
  return (
    <Modal opened onClose={onClose} title={title}>
      <form
        noValidate
        onSubmit={form.submit(async (wanted) => {
          await call(beginEntry, { params: { ownerId }, body: { id, form: name, ...wanted } })
          if (aboutId !== null) await call(setSubject, { params: { ownerId, itemId: id }, body: { aboutId } })
          await form.draft.discard()
          await reflectionChanged(client, ownerId)
          await navigate({ to: '/reflection/$itemId', params: { itemId: id } })
        })}
      >
        <Stack gap="md">
          <GuardedInput label={say.name} description={say.nameHint} data-autofocus maxLength={300} {...form.guarded('title')} />
          <FormDay label={say.day} value={form.values.eventOn} onValue={(day) => form.set('eventOn', day)} fault={form.faults['eventOn']} />
          {subjects.length === 0 ? null : (
            <Select
              label={say.about}
              placeholder={say.nothing}
              data={subjects.map(({ id: value, title: label }) => ({ value, label }))}
              value={aboutId}
              onChange={setAboutId}
              searchable
              clearable
            />
          )}
          <FormFault form={form} />
          <FormFoot onClose={onClose} busy={form.busy} save={say.goShort} />
        </Stack>
      </form>
    </Modal>
  )
}
