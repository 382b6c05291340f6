import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import IconEyeOff from '@tabler/icons-react/dist/esm/icons/IconEyeOff.mjs'
import IconUsers from '@tabler/icons-react/dist/esm/icons/IconUsers.mjs'
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Answers } from '#domain/assessments/answers.ts'
import { entryPdf, throwEntryAway, type Entry } from '#domain/assessments/contract.ts'
import { finishReflection, setSubject, type Sharing } from '#domain/assessments/reflection-contract.ts'
import { addressOf } from '#domain/endpoint.ts'
import { longDate } from '#domain/plain-date.ts'
import { EntryComments } from '#web/assessments/entry-comments.tsx'
import { entryQuery } from '#web/assessments/entry-queries.ts'
import { FormFields } from '#web/assessments/form-fields.tsx'
import { StaleWindow } from '#web/assessments/stale-window.tsx'
import { useEntryForm } from '#web/assessments/use-entry-form.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { tell } from '#web/training/tell.ts'
import { Asked } from '#web/ui/asked.tsx'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { MayNot } from '#web/ui/may-not.tsx'
import { OfferWindow } from './offer-window.tsx'
import { ReflectionFrame } from './reflection-frame.tsx'
import { reflectionChanged, sharingQuery, subjectsQuery } from './reflection-web-queries.ts'
import styles from './reflection.module.css'
import { SharingWindow } from './sharing-window.tsx'
import { words } from './words.ts'

const route = getRouteApi('/signed-in/reflection/$itemId')
const say = words.write

/** Where a reflection is written: the scratch part set apart from the part that can be shared (F8). */
export function WritePage(): ReactNode {
  const { itemId } = route.useParams()
  const { id: ownerId } = usePerson()
  const entry = useQuery(entryQuery(ownerId, itemId))
  const sharing = useQuery(sharingQuery(ownerId, itemId))
  return (
    <ReflectionFrame title={entry.data?.title ?? words.title}>
      <Asked asked={entry}>
        {(one) => <Asked asked={sharing}>{(shared) => <Writing key={one.id} entry={one} sharing={shared} />}</Asked>}
      </Asked>
    </ReflectionFrame>
  )
}

function Writing({ entry, sharing }: { readonly entry: Entry; readonly sharing: Sharing }): ReactNode {
  const element = useRef<HTMLFormElement>(null)
  const form = useEntryForm(entry, element)
  const [open, setOpen] = useState<'share' | 'offer' | null>(null)
  const all: Answers = Object.assign({}, ...Object.values({ ...entry.answers, ...form.values })) as Answers
  const finish = useFinish(entry, form, element)
  const faults = { ...form.faults, ...finish.faults }
  return (
    <>
      <p className={styles['lead']}>
        {entry.form.short} · {longDate(entry.eventOn)}
        {sharing.finishedOn === null ? null : <> · {say.finished(longDate(sharing.finishedOn))}</>}
      </p>
      <WhoReads sharing={sharing} onShare={() => setOpen('share')} />
      {form.draft.restored && form.changed.length > 0 ? (
        <div className={styles['notice']} role="status">
          {say.draftBack}
          <Button size="compact-sm" variant="subtle" onClick={form.discard}>
            {say.discard}
          </Button>
        </div>
      ) : null}
      <form
        noValidate
        ref={element}
        onSubmit={(event) => {
          event.preventDefault()
          finish.reset()
          void form.save()
        }}
      >
        {entry.form.sections.map((section) => (
          <section key={section.id} className={styles[section.scratch ? 'scratch' : 'learning']} aria-labelledby={`section-${section.id}`}>
            <div className={styles['sectionHead']}>
              <h2 id={`section-${section.id}`}>{section.title}</h2>
              <span className={styles['layer']}>
                {section.scratch ? <IconEyeOff size={15} aria-hidden /> : <IconUsers size={15} aria-hidden />}
                {section.scratch ? say.scratchMark : say.learningMark}
              </span>
            </div>
            {section.about === undefined ? null : <p className={styles['quiet']}>{section.about}</p>}
            <FormFields
              reasons={form.reasons}
              onReasons={form.setReasons}
              form={entry.form}
              section={section}
              answers={form.values[section.id] ?? {}}
              others={all}
              faults={faults}
              onChange={(answers) => {
                finish.reset()
                form.change(section.id, answers)
              }}
            />
          </section>
        ))}
        <FormFault form={{ fault: form.fault ?? finish.fault, wait: 0 }} />
        <div className={styles['foot']}>
          <DraftMark state={form.changed.length > 0 ? form.draft.state : 'none'} />
          {sharing.can.finish === null ? null : <MayNot reason={sharing.can.finish} />}
          <Button type="submit" variant="default" loading={form.busy} disabled={form.changed.length === 0}>
            {say.save}
          </Button>
          {sharing.finishedOn === null && sharing.can.finish === null ? (
            <Button loading={finish.busy} onClick={() => void finish.go()}>
              {say.finish}
            </Button>
          ) : null}
        </div>
      </form>
      <Tips entry={entry} />
      <About entry={entry} sharing={sharing} />
      {sharing.sharedWith.length > 0 || entry.comments.length > 0 ? <EntryComments entry={entry} /> : null}
      <Acts entry={entry} onOffer={() => setOpen('offer')} />
      {open === 'share' ? <SharingWindow ownerId={entry.ownerId} itemId={entry.id} onClose={() => setOpen(null)} /> : null}
      {open === 'offer' ? <OfferWindow ownerId={entry.ownerId} itemId={entry.id} onClose={() => setOpen(null)} /> : null}
      {form.stale === null ? null : (
        <StaleWindow mine={form.values} newer={form.stale} onKeepMine={form.keepMine} onTakeNewer={form.takeNewer} />
      )}
    </>
  )
}

/** What is typed is saved, then it is finished; what is still missing is said at its fields. */
function useFinish(entry: Entry, form: ReturnType<typeof useEntryForm>, element: RefObject<HTMLFormElement | null>) {
  const client = useQueryClient()
  const [fault, setFault] = useState<CallFault | Error | null>(null)
  const [busy, setBusy] = useState(false)
  const fields = fault instanceof CallFault ? fault.fields : []
  useEffect(() => {
    if (fault !== null) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [fault, element])
  const go = async () => {
    if (busy) return
    setBusy(true)
    setFault(null)
    try {
      if (form.changed.length > 0 && !(await form.save())) return
      await call(finishReflection, { params: { ownerId: entry.ownerId, itemId: entry.id } })
      await reflectionChanged(client, entry.ownerId)
      tell(say.finishedNow)
    } catch (error) {
      setFault(error as Error)
    } finally {
      setBusy(false)
    }
  }
  return {
    go,
    busy,
    reset: () => setFault(null),
    faults: Object.fromEntries(fields.map(({ path, message }) => [path, message])) as Readonly<Record<string, string>>,
    fault: fault === null || fields.length > 0 ? null : sayFault(fault),
  }
}

/** The one honest sentence, and where to change it. */
function WhoReads({ sharing, onShare }: { readonly sharing: Sharing; readonly onShare: () => void }): ReactNode {
  const isShared = sharing.sharedWith.length + sharing.appraisers.length > 0
  return (
    <section className={styles['who']} aria-label={say.whoReads} data-shared={isShared || undefined}>
      {isShared ? <IconUsers size={20} aria-hidden /> : <IconEyeOff size={20} aria-hidden />}
      <p>{sharing.says}</p>
      {sharing.can.share === null ? (
        <Button variant="default" size="xs" onClick={onShare}>
          {say.share}
        </Button>
      ) : (
        <MayNot reason={sharing.can.share} />
      )}
    </section>
  )
}

function Tips({ entry: { form } }: { readonly entry: Entry }): ReactNode {
  return (
    <details className={styles['tips']}>
      <summary>{say.tips}</summary>
      <ul>
        {(form.tips ?? []).map((tip) => (
          <li key={tip}>{tip}</li>
        ))}
      </ul>
      <p className={styles['quiet']}>{words.guidance.source}</p>
    </details>
  )
}

function About({ entry: { ownerId, id }, sharing }: { readonly entry: Entry; readonly sharing: Sharing }): ReactNode {
  const client = useQueryClient()
  const subjects = useQuery(subjectsQuery(ownerId)).data?.subjects ?? []
  const set = useMutation({
    mutationFn: (aboutId: string | null) => call(setSubject, { params: { ownerId, itemId: id }, body: { aboutId } }),
    onSuccess: () => reflectionChanged(client, ownerId),
    onError: sayFailed,
  })
  if (subjects.length === 0 && sharing.about === null) return null
  return (
    <Select
      mt="lg"
      label={say.about}
      description={say.aboutHint}
      placeholder={say.noAbout}
      data={subjects.map(({ id: value, title: label }) => ({ value, label }))}
      value={sharing.about?.id ?? null}
      onChange={(value) => set.mutate(value)}
      disabled={sharing.can.share !== null}
      searchable
      clearable
    />
  )
}

function Acts({ entry: { ownerId, id, can }, onOffer }: { readonly entry: Entry; readonly onOffer: () => void }): ReactNode {
  const client = useQueryClient()
  const navigate = useNavigate()
  const drop = useMutation({
    mutationFn: () => call(throwEntryAway, { params: { ownerId, itemId: id } }),
    onSuccess: async () => {
      tell(say.thrown)
      await navigate({ to: '/reflection' })
      await reflectionChanged(client, ownerId)
    },
    onError: sayFailed,
  })
  return (
    <div className={styles['acts']}>
      <Button variant="subtle" color="gray" size="xs" onClick={onOffer}>
        {say.offer}
      </Button>
      <Button variant="subtle" color="gray" size="xs" component="a" href={addressOf(entryPdf, { ownerId, itemId: id })} download>
        {say.pdf}
      </Button>
      <Link to="/record/$ownerId/curriculum" params={{ ownerId }} search={{}}>
        {say.link}
      </Link>
      {can.throwAway === null ? (
        <Button variant="subtle" color="gray" size="xs" loading={drop.isPending} onClick={() => drop.mutate()}>
          {say.throwAway}
        </Button>
      ) : null}
    </div>
  )
}
