import { useQuery } from '@tanstack/react-query'
import { mostReady } from '#domain/training/most-ready.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { enrolmentQuery, type Enrolment } from './enrolment-web-queries.ts'
import { myTraineesQuery, type MyTrainees } from './placement-queries.ts'
import { waitsWords as say } from './waits-words.ts'

export interface TrainingWait {
  readonly head: string
  readonly text: string
  readonly to: string
  readonly act: string
  /** The act, told apart from others like it. */
  readonly name: string
}

/**
 * What waits for the person in their own training (an invitation, a frozen record, a move to a new curriculum, first steps) and in their duties to others: what is
 * ready for sign-off, and corrections of supervisors (P15). Who has none is not asked about.
 */
export function useTrainingWaits(): readonly TrainingWait[] {
  const { id, hasTraining } = usePerson()
  const enrolment = useQuery({ ...enrolmentQuery(id), enabled: hasTraining })
  const duties = useQuery({ ...myTraineesQuery(id), enabled: hasTraining })
  return [
    ...(enrolment.data === undefined ? [] : ownWaits(enrolment.data, id)),
    ...(duties.data === undefined ? [] : dutyWaits(duties.data)),
  ]
}

const wait = (head: string, text: string, to: string, act: string): TrainingWait => ({ head, text, to, act, name: `${act}: ${text}` })

function ownWaits({ invitations, training, steps, carryOver }: Enrolment, ownerId: string): TrainingWait[] {
  const left = steps?.filter(({ done }) => !done).length ?? 0
  return [
    ...invitations.map((one) => wait(say.invitation, say.invited(one.programme), `/enrol?invitation=${one.id}`, say.see)),
    ...(training?.enrolment === 'frozen' ? [wait(say.training, say.frozen, '/training', say.see)] : []),
    ...(carryOver > 0 ? [wait(say.carryOver, say.carryOverLeft(carryOver), `/record/${ownerId}/carry-over`, say.look)] : []),
    ...(left > 0 ? [wait(say.steps, say.stepsLeft(left), '/training', say.goOn)] : []),
  ]
}

function dutyWaits({ trainees, programmes }: MyTrainees): TrainingWait[] {
  const { named, more } = mostReady(trainees)
  return [
    ...named.map(({ ownerId, name, ready }) =>
      wait(say.trainees, say.readyOf(name, ready), `/record/${ownerId}/curriculum?show=ready`, say.look),
    ),
    ...(more > 0 ? [wait(say.trainees, say.andMore(more), '/trainees', say.seeAll)] : []),
    ...programmes
      .filter(({ corrections }) => corrections > 0)
      .map(({ id, title, corrections }) => wait(say.programme, say.correctionsIn(title, corrections), `/programmes/${id}`, say.see)),
  ]
}
