import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { canBeAgreed, nextStates, type ObjectiveState } from '#domain/assessments/objectives.ts'
import { moveObjective, type Objective } from '#domain/assessments/plan-contract.ts'
import { usePress } from '#web/training/placement-queries.ts'
import record from '#web/training/record.module.css'
import { Part } from '#web/training/training-parts.tsx'
import { dayOf } from '#web/curriculum/item-view.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { Asked } from '#web/ui/asked.tsx'
import { Page } from '#web/ui/page.tsx'
import { RecordFrame } from '#web/ui/record-frame.tsx'
import styles from './meetings.module.css'
import { meetingPageWords } from './meeting-page-words.ts'
import { planQuery, type Plan } from './meeting-web-queries.ts'
import { AgreeWindow, CommentWindow, MoveWindow, ObjectiveWindow } from './plan-windows.tsx'

const route = getRouteApi('/signed-in/record/$ownerId/pdp')
const say = meetingPageWords.plan

type Open =
  | { readonly what: 'write'; readonly objective: Objective | null }
  | { readonly what: 'agree' | 'comment'; readonly objective: Objective }
  | { readonly what: 'move'; readonly objective: Objective; readonly to: ObjectiveState }

/** A personal development plan: the trainee's objectives, which the educational supervisor agrees to (T11). */
export function PlanPage(): ReactNode {
  const { ownerId } = route.useParams()
  const own = usePerson().id === ownerId
  const asked = useQuery(planQuery(ownerId))
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <PlanFrame
      ownerId={ownerId}
      own={own}
      title={own || asked.data === undefined ? say.own : say.title(asked.data.name)}
      failed={asked.error !== null}
    >
      <Asked asked={asked}>
        {(plan) => (
          <>
            <Part
              id="objectives"
              title={say.objectives}
              mayNot={plan.can.write}
              act={
                <Button size="xs" onClick={() => setOpen({ what: 'write', objective: null })}>
                  {say.add}
                </Button>
              }
            >
              <p className={styles['quiet']}>{plan.needsAgreement ? say.text : say.textAlone}</p>
              {plan.objectives.length === 0 ? <Text mt="xs">{say.none}</Text> : null}
              <ul className={record['rows']}>
                {plan.objectives.map((objective) => (
                  <li key={objective.id}>
                    <One ownerId={ownerId} plan={plan} objective={objective} onOpen={setOpen} />
                  </li>
                ))}
              </ul>
            </Part>
            {open?.what === 'write' ? <ObjectiveWindow ownerId={ownerId} plan={plan} objective={open.objective} onClose={close} /> : null}
            {open?.what === 'agree' ? <AgreeWindow ownerId={ownerId} plan={plan} objective={open.objective} onClose={close} /> : null}
          </>
        )}
      </Asked>
      {open?.what === 'comment' ? <CommentWindow ownerId={ownerId} objective={open.objective} onClose={close} /> : null}
      {open?.what === 'move' ? <MoveWindow ownerId={ownerId} objective={open.objective} to={open.to} onClose={close} /> : null}
    </PlanFrame>
  )
}

interface PlanFrameProps {
  readonly ownerId: string
  readonly own: boolean
  readonly title: string
  readonly failed: boolean
  readonly children: ReactNode
}

/** Among the pages of a training record; by itself for who trains nowhere (P26). */
function PlanFrame({ ownerId, own, title, failed, children }: PlanFrameProps): ReactNode {
  const { hasTraining } = usePerson()
  if (own && !hasTraining)
    return (
      <Page title={title} helpPage="objectives" narrow>
        <p>
          <Link to="/appraisal">{say.toAppraisal}</Link>
        </p>
        {children}
      </Page>
    )
  return (
    <RecordFrame ownerId={ownerId} title={title} helpPage="objectives" failed={failed} reading>
      {children}
    </RecordFrame>
  )
}

function One({
  ownerId,
  plan,
  objective,
  onOpen,
}: {
  readonly ownerId: string
  readonly plan: Plan
  readonly objective: Objective
  readonly onOpen: (open: Open) => void
}) {
  const { id, state, targetOn, isLate, codes, agreements, comments, linked, version } = objective
  const press = usePress((to: ObjectiveState) =>
    call(moveObjective, { params: { ownerId, objectiveId: id }, body: { state: to, says: '', version } }),
  )
  const move = (to: ObjectiveState) =>
    to === 'dropped' || (to === 'achieved' && objective.outcome === '') ? onOpen({ what: 'move', objective, to }) : press.mutate(to)
  const act = (name: string, onClick: () => void, strong = false) => (
    <Button
      key={name}
      size="compact-sm"
      variant={strong ? 'filled' : 'default'}
      aria-label={say.of(name, objective.objective)}
      onClick={onClick}
    >
      {name}
    </Button>
  )
  const facts = [
    [say.plan, objective.plan],
    [say.measure, objective.measure],
    [say.outcome, objective.outcome],
    [say.codes, codes.join(', ')],
  ].filter(([, text]) => text !== '')
  return (
    <div className={record['main']}>
      <strong>{objective.objective}</strong>{' '}
      <span className={record['mark']} data-strong={state === 'agreed' || state === 'in progress' || undefined}>
        {say.states[state]}
      </span>{' '}
      {isLate ? (
        <span className={record['mark']} data-bad>
          {say.late}
        </span>
      ) : null}
      <p className={styles['quiet']}>{say.by(targetOn)}</p>
      {facts.length === 0 ? null : (
        <dl className={styles['facts']}>
          {facts.map(([term, text]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {objective.isBrought ? <p className={styles['quiet']}>{say.brought}</p> : null}
      {objective.reason === '' ? null : <p className={styles['quiet']}>{say.dropped(objective.reason)}</p>}
      {agreements.map(({ by, at, meeting }) => (
        <p key={at} className={styles['quiet']}>
          {say.agreed(by, dayOf(at))}
          {meeting === null ? null : (
            <>
              {', '}
              <Link to="/record/$ownerId/entries/$itemId" params={{ ownerId, itemId: meeting.id }}>
                {say.agreedAt(meeting.title)}
              </Link>
            </>
          )}
        </p>
      ))}
      {linked.length === 0 ? null : (
        <p className={styles['quiet']}>
          {say.linked}{' '}
          {linked.map((item, index) => (
            <span key={item.id}>
              {index === 0 ? null : ', '}
              <Link to={`/portfolio?item=${item.id}` as '/portfolio'}>{item.title}</Link>
            </span>
          ))}
        </p>
      )}
      {comments.map((one) => (
        <p key={one.id} className={styles['words']}>
          <b>{one.byName}</b>, {one.byAs}, {dayOf(one.at)}: {one.text}
        </p>
      ))}
      <div role="alert">{press.error === null ? null : <Text c="var(--mantine-color-error)">{sayFault(press.error)}</Text>}</div>
      <div className={record['acts']}>
        {plan.can.agree === null && canBeAgreed(state) ? act(say.agree, () => onOpen({ what: 'agree', objective }), true) : null}
        {plan.can.write === null ? act(say.change, () => onOpen({ what: 'write', objective })) : null}
        {plan.can.write === null ? nextStates(state, plan.needsAgreement).map((to) => act(say.move(to), () => move(to))) : null}
        {plan.can.comment === null ? act(say.comment, () => onOpen({ what: 'comment', objective })) : null}
      </div>
    </div>
  )
}
