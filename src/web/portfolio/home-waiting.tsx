import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import IconCircleCheck from '@tabler/icons-react/dist/esm/icons/IconCircleCheck.mjs'
import IconCoins from '@tabler/icons-react/dist/esm/icons/IconCoins.mjs'
import IconPlugConnected from '@tabler/icons-react/dist/esm/icons/IconPlugConnected.mjs'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import IconRosetteDiscountCheck from '@tabler/icons-react/dist/esm/icons/IconRosetteDiscountCheck.mjs'
import IconSchool from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs'
import IconRefreshAlert from '@tabler/icons-react/dist/esm/icons/IconRefreshAlert.mjs'
import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { shortDate } from '#domain/plain-date.ts'
import { answerChangeCheck, type ChangeAnswer } from '#domain/portfolio/contract.ts'
import { call } from '#web/platform/call.ts'
import type { TrainingWait } from '#web/training/training-waits.ts'
import { useTroubles } from '#web/connections/use-troubles.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { addressOfDraft } from '#web/capture/add-address.ts'
import { patiently } from '#web/ui/patiently.ts'
import type { Home } from './home-year.tsx'
import { homeWords } from './home-words.ts'
import styles from './home-page.module.css'
import { sayFailed } from './item-acts.ts'
import { useLens } from './lens.ts'
import { itemSaved } from './portfolio-queries.ts'
import { windowWords } from './window-words.ts'

const NewItemWindow = lazy(patiently(() => import('./new-item-window.tsx')))
const say = homeWords.waiting

interface WaitingProps {
  readonly waiting: Home['waiting']
  readonly training: readonly TrainingWait[]
  readonly year: Home['year']
  readonly onOpen: (id: string) => void
  readonly quietWhenEmpty?: boolean
}

/** What waits for its owner: training and duties to trainees, questions that are due, what was begun, what lacks credits. */
export function Waiting({ waiting, training, year, onOpen, quietWhenEmpty = false }: WaitingProps) {
  const lens = useLens()
  const ownerId = usePerson().id
  const navigate = useNavigate()
  const [making, setMaking] = useState<string | null>(null)
  const troubles = useTroubles()
  const nothing =
    training.length === 0 &&
    waiting.changeChecks.length === 0 &&
    waiting.expiring.length === 0 &&
    waiting.drafts.length === 0 &&
    waiting.withoutCredits === 0 &&
    troubles.length === 0
  if (nothing && quietWhenEmpty) return null
  const goOn = (form: string) => {
    const [kind, id = '', , code = ''] = form.split('/')
    if (kind === 'new-item') setMaking(form)
    else if (kind === 'capture') void navigate({ href: addressOfDraft(id) })
    else if (kind === 'invite') void navigate({ href: `/college/programmes/${id}` })
    else if (kind === 'curriculum') void navigate({ to: '/college/curricula/$curriculumId/edit', params: { curriculumId: id } })
    else if (kind === 'self-assessment' || kind === 'sign-off') void navigate({ href: `/record/${id}/curriculum?item=${code}` })
    else onOpen(id)
  }
  return (
    <section className={styles.card} aria-labelledby="home-waiting">
      <div className={styles.cardHead}>
        <h2 id="home-waiting">{say.title}</h2>
      </div>
      {nothing ? (
        <p className={styles.allDone}>
          <IconCircleCheck size={18} aria-hidden /> {say.none}
        </p>
      ) : (
        <ul className={styles.waits}>
          {training.map((one) => (
            <Wait
              key={`${one.to} ${one.name}`}
              icon={<IconSchool size={17} />}
              head={one.head}
              text={one.text}
              act={
                <Button component={Link} to={one.to as '/training'} size="compact-sm" variant="light" aria-label={one.name}>
                  {one.act}
                </Button>
              }
            />
          ))}
          {troubles.map((trouble) => (
            <Wait
              key={trouble.text + trouble.head}
              icon={<IconPlugConnected size={17} />}
              head={trouble.head}
              text={trouble.text}
              act={
                <Button component={Link} to={trouble.to as '/connections'} size="compact-sm" variant="light" aria-label={trouble.name}>
                  {trouble.act}
                </Button>
              }
            />
          ))}
          {waiting.expiring.map((one) => (
            <Wait
              key={one.id}
              icon={<IconRosetteDiscountCheck size={17} />}
              head={one.isOver ? say.expired(shortDate(one.on)) : say.expires(shortDate(one.on))}
              text={one.title}
              act={
                <Button
                  component={Link}
                  to="/record/$ownerId/certificates"
                  params={{ ownerId } as never}
                  size="compact-sm"
                  variant="light"
                  aria-label={say.renewOf(one.title)}
                >
                  {say.renew}
                </Button>
              }
            />
          ))}
          {waiting.changeChecks.map((check) => (
            <ChangeCheck key={check.id} check={check} onOpen={onOpen} />
          ))}
          {waiting.drafts.map((draft) => (
            <Wait
              key={draft.form}
              icon={<IconPencil size={17} />}
              head={say.drafts}
              text={draft.title === '' ? say.draftNew : draft.title}
              act={
                <Button size="compact-sm" variant="light" onClick={() => goOn(draft.form)}>
                  {say.goOn}
                </Button>
              }
            />
          ))}
          {waiting.withoutCredits > 0 && (
            <Wait
              icon={<IconCoins size={17} />}
              text={say.without(waiting.withoutCredits, lens.awardUnit.many)}
              act={
                <Button
                  component={Link}
                  to={`/portfolio?from=${year.from}&to=${year.to}&status=completed&withoutCredits=true` as '/portfolio'}
                  size="compact-sm"
                  variant="light"
                >
                  {say.look}
                </Button>
              }
            />
          )}
        </ul>
      )}
      {making !== null && (
        <Suspense fallback={null}>
          <NewItemWindow from={making} onClose={() => setMaking(null)} onOpen={onOpen} />
        </Suspense>
      )}
    </section>
  )
}

interface WaitProps {
  readonly icon: ReactNode
  readonly head?: string
  readonly text: ReactNode
  readonly act: ReactNode
}

const Wait = ({ icon, head, text, act }: WaitProps) => (
  <li className={styles.wait}>
    <span className={styles.waitIcon} aria-hidden>
      {icon}
    </span>
    <div className={styles.waitText}>
      {head !== undefined && <span className={styles.quiet}>{head}</span>}
      <span>{text}</span>
    </div>
    <div className={styles.waitAct}>{act}</div>
  </li>
)

/** Answered with one tap; a few words can be added in the item's window (P22). */
function ChangeCheck({
  check,
  onOpen,
}: {
  readonly check: Home['waiting']['changeChecks'][number]
  readonly onOpen: (id: string) => void
}) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const [id] = useState<string>(() => newId())
  const answer = useMutation({
    mutationFn: (lasted: ChangeAnswer['lasted']) =>
      call(answerChangeCheck, { params: { ownerId, id: check.id }, body: { id, lasted, note: '' } }),
    onSuccess: (item) => {
      itemSaved(client, item)
      notifications.show({ message: say.answered })
    },
    onError: sayFailed,
  })
  return (
    <Wait
      icon={<IconRefreshAlert size={17} />}
      head={`${say.lasted} ${shortDate(check.on)}`}
      text={
        <button type="button" className={styles.textButton} onClick={() => onOpen(check.id)}>
          {check.title}
        </button>
      }
      act={
        <div role="group" aria-label={`${say.lasted} ${check.title}`} className={styles.answers}>
          {(['yes', 'partly', 'no'] as const).map((lasted) => (
            <Button
              key={lasted}
              size="compact-sm"
              variant="default"
              disabled={answer.isPending || answer.isSuccess}
              onClick={() => answer.mutate(lasted)}
            >
              {windowWords.impact.lasted[lasted]}
            </Button>
          ))}
        </div>
      }
    />
  )
}
