import { Anchor, Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router'
import { useRef, useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import type { Answers } from '#domain/assessments/answers.ts'
import { beginEntry, entryPdf, throwEntryAway, type Entry } from '#domain/assessments/contract.ts'
import { isLocked, type EntryStep } from '#domain/assessments/entry-steps.ts'
import { addressOf } from '#domain/endpoint.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { AgendaPart } from '#web/training/agenda-part.tsx'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import { EntryComments } from './entry-comments.tsx'
import { entriesChanged, entryQuery, listedIn } from './entry-queries.ts'
import { FormFields, FormRead } from './form-fields.tsx'
import styles from './forms.module.css'
import { Gathered } from './gathered.tsx'
import { RoundPart } from './round-part.tsx'
import { roundWords } from './round-words.ts'
import { StaleWindow } from './stale-window.tsx'
import { TicketsPart } from './tickets-part.tsx'
import { useEntryForm } from './use-entry-form.ts'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/record/$ownerId/entries/$itemId')
const say = words.entry

/** One filled form: read, filled in, signed, by whom the form and the permission table allow (F2, F4, T12). */
export function EntryPage(): ReactNode {
  const { ownerId, itemId } = route.useParams()
  const asked = useQuery(entryQuery(ownerId, itemId))
  const { id: me } = usePerson()
  return (
    <RecordFrame
      ownerId={ownerId}
      title={asked.data?.title ?? asked.data?.form.title ?? ''}
      helpPage="forms"
      within={asked.data === undefined ? null : listedIn(asked.data.form.family)}
      reading
    >
      <Asked asked={asked}>
        {(entry) =>
          entry.form.family === 'reflection' && ownerId === me ? (
            <Navigate to="/reflection/$itemId" params={{ itemId }} replace />
          ) : (
            <EntryShown key={entry.id} entry={entry} />
          )
        }
      </Asked>
    </RecordFrame>
  )
}

function EntryShown({ entry }: { readonly entry: Entry }): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const form = useEntryForm(entry, element)
  const [asking, setAsking] = useState<EntryStep | null>(null)
  const all: Answers = Object.assign({}, ...Object.values({ ...entry.answers, ...form.values })) as Answers
  const step = entry.can.step
  const hasRound = entry.form.round !== undefined && entry.can.readRound === null
  const sections = entry.form.sections.filter(({ writer }) => !(hasRound && writer === 'raters'))
  const steps =
    entry.form.round === undefined
      ? say
      : { steps: roundWords.release, stepTitles: roundWords.releaseTitles, stepTexts: roundWords.releaseTexts }
  const canWrite = entry.form.sections.some(({ id }) => entry.can.write[id] === null)
  return (
    <>
      <Facts entry={entry} />
      {form.draft.restored && form.changed.length > 0 ? (
        <div className={styles['notice']} role="status">
          {say.draftBack}
          <Button size="compact-sm" variant="subtle" onClick={form.discard}>
            {say.discard}
          </Button>
        </div>
      ) : null}
      {entry.form.gathers && entry.form.sections.length > 0 ? (
        <Gathered ownerId={entry.ownerId} itemId={entry.id} isSigned={isLocked(entry.state)} />
      ) : null}
      {entry.form.family === 'meeting' && entry.can.readAgenda === null ? (
        <AgendaPart ownerId={entry.ownerId} meetingId={entry.id} isOver={isLocked(entry.state)} />
      ) : null}
      {hasRound ? <RoundPart entry={entry} /> : null}
      {entry.form.sections.length === 0 ? <p className={styles['quiet']}>{say.hidden}</p> : null}
      <form
        noValidate
        ref={element}
        onSubmit={(event) => {
          event.preventDefault()
          void form.save()
        }}
      >
        {sections.map((section) => {
          const mayNot = entry.can.write[section.id] ?? null
          const mine = mayNot === null
          return (
            <section key={section.id} className={styles['card']} data-scratch={section.scratch} aria-labelledby={`section-${section.id}`}>
              <div className={styles['head']}>
                <h2 id={`section-${section.id}`}>
                  {section.title}
                  {mine || isLocked(entry.state) ? null : <MayNot reason={mayNot} />}
                </h2>
                <span className={styles['quiet']}>
                  {section.scratch ? say.scratch : mine ? say.yours : (isLocked(entry.state) ? say.written : say.writers)[section.writer]}
                </span>
              </div>
              {section.about === undefined || !mine ? null : (
                <Text size="sm" mb="md">
                  {section.about}
                </Text>
              )}
              {mine ? (
                <FormFields
                  reasons={form.reasons}
                  onReasons={form.setReasons}
                  form={entry.form}
                  section={section}
                  answers={form.values[section.id] ?? {}}
                  others={all}
                  faults={form.faults}
                  onChange={(answers) => form.change(section.id, answers)}
                />
              ) : (
                <FormRead form={entry.form} section={section} answers={entry.answers[section.id] ?? {}} others={all} />
              )}
            </section>
          )
        })}
        <FormFault form={{ fault: form.fault, wait: 0 }} />
        <div className={styles['foot']}>
          <Group gap="sm">
            <Button component="a" variant="default" href={addressOf(entryPdf, { ownerId: entry.ownerId, itemId: entry.id })} download>
              {say.pdf}
            </Button>
            <OtherActs entry={entry} />
          </Group>
          <DraftMark state={form.changed.length > 0 ? form.draft.state : 'none'} />
          {canWrite ? (
            <Button
              type="submit"
              variant={step?.may === null ? 'default' : 'filled'}
              loading={form.busy}
              disabled={form.changed.length === 0}
            >
              {say.save}
            </Button>
          ) : null}
          {step !== null && step.may === null ? (
            <Button loading={form.busy} onClick={() => setAsking(step.step)}>
              {steps.steps[step.step]}
            </Button>
          ) : null}
        </div>
      </form>
      <TicketsPart entry={entry} />
      <Signatures entry={entry} />
      <EntryComments entry={entry} />
      {asking === null ? null : (
        <Modal opened onClose={() => setAsking(null)} title={steps.stepTitles[asking]}>
          <Text>{steps.stepTexts[asking]}</Text>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => setAsking(null)}>
              {say.cancel}
            </Button>
            <Button
              onClick={() => {
                setAsking(null)
                void form.take(asking)
              }}
            >
              {steps.steps[asking]}
            </Button>
          </Group>
        </Modal>
      )}
      {form.stale === null ? null : (
        <StaleWindow mine={form.values} newer={form.stale} onKeepMine={form.keepMine} onTakeNewer={form.takeNewer} />
      )}
    </>
  )
}

function Facts({ entry }: { readonly entry: Entry }): ReactNode {
  const own = usePerson().id === entry.ownerId
  const facts = [
    ...(own ? [] : [[say.facts.trainee, entry.ownerName]]),
    [say.facts.day, longDate(entry.eventOn)],
    ...(entry.placement === '' ? [] : [[say.facts.placement, entry.placement]]),
    ...(entry.trainingYear === null ? [] : [[say.facts.year, entry.trainingYear]]),
    ...(entry.askedName === null ? [] : [[say.facts.asked, entry.askedName]]),
    [say.facts.version, say.version(entry.form.title, entry.form.version)],
  ] as [string, string][]
  const other = (text: string, itemId: string) => (
    <p className={styles['notice']}>
      {text}{' '}
      <Anchor component={Link} to="/record/$ownerId/entries/$itemId" params={{ ownerId: entry.ownerId, itemId } as never}>
        {say.open}
      </Anchor>
    </p>
  )
  return (
    <>
      <p className={styles['quiet']}>
        <span className={styles['mark']} data-good={isLocked(entry.state) || undefined}>
          {say.state[entry.state]}
        </span>{' '}
        {entry.form.about}
      </p>
      <dl className={styles['facts']} style={{ marginTop: 14 }}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {entry.corrects === null ? null : other(say.corrects, entry.corrects)}
      {entry.correctedBy === null ? null : other(say.correctedBy, entry.correctedBy)}
      {isLocked(entry.state) || entry.form.tips === undefined || entry.form.tips.length === 0 ? null : (
        <details className={styles['notice']}>
          <summary>{say.about}</summary>
          <ul>
            {entry.form.tips.map((tip) => (
              <li key={tip}>{tip}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Signatures({ entry: { steps } }: { readonly entry: Entry }): ReactNode {
  if (steps.length === 0) return null
  return (
    <section className={styles['card']} aria-labelledby="signatures" style={{ marginTop: 18 }}>
      <div className={styles['head']}>
        <h2 id="signatures">{say.signatures}</h2>
      </div>
      <dl className={styles['read']}>
        {steps.map((step) => (
          <div key={step.step}>
            <dt>{say.step[step.step]}</dt>
            <dd>{say.by(step.byName, step.byAs, step.byRole, longDate(dayIn('Europe/London', Date.parse(step.at))))}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Correct what is signed, throw away what is not. */
function OtherActs({ entry }: { readonly entry: Entry }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const own = usePerson().id === entry.ownerId
  const throwAway = useMutation({
    mutationFn: () => call(throwEntryAway, { params: { ownerId: entry.ownerId, itemId: entry.id } }),
    onSuccess: async () => {
      tell(say.thrownAway)
      await navigate({ to: '/record/$ownerId/assessments', params: { ownerId: entry.ownerId } })
      await entriesChanged(client, entry.ownerId)
    },
    onError: sayFailed,
  })
  const correct = useMutation({
    mutationFn: () => {
      const { form, eventOn, title } = entry
      const name = form.id.endsWith(`-${form.version}`) ? form.id.slice(0, -form.version.length - 1) : form.id
      return call(beginEntry, { params: { ownerId: entry.ownerId }, body: { id: newId(), form: name, eventOn, title, corrects: entry.id } })
    },
    onSuccess: async ({ id }) => {
      await entriesChanged(client, entry.ownerId)
      tell(say.correctText)
      await navigate({ to: '/record/$ownerId/entries/$itemId', params: { ownerId: entry.ownerId, itemId: id } })
    },
    onError: sayFailed,
  })
  return (
    <>
      {entry.can.throwAway === null ? (
        <Button variant="default" loading={throwAway.isPending} onClick={() => throwAway.mutate()}>
          {say.throwAway}
        </Button>
      ) : null}
      {own &&
      isLocked(entry.state) &&
      entry.correctedBy === null &&
      entry.form.family !== 'supervisor report' &&
      entry.form.round === undefined ? (
        <Button variant="default" loading={correct.isPending} onClick={() => correct.mutate()}>
          {say.correct}
        </Button>
      ) : null}
    </>
  )
}
