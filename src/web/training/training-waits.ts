import { useQuery } from '@tanstack/react-query'
import { usePerson } from '#web/platform/session-store.ts'
import { enrolmentQuery } from './enrolment-web-queries.ts'
import { waitsWords as say } from './waits-words.ts'

export interface TrainingWait {
  readonly head: string
  readonly text: string
  readonly to: string
  readonly act: string
  /** The act, told apart from others like it. */
  readonly name: string
}

/** What of their training waits for the person: an invitation, a frozen record, first steps (P15). Who has none is not asked about. */
export function useTrainingWaits(): readonly TrainingWait[] {
  const { id, hasTraining } = usePerson()
  const { data } = useQuery({ ...enrolmentQuery(id), enabled: hasTraining })
  if (data === undefined) return []
  const { invitations, training, steps } = data
  const wait = (head: string, text: string, to: string, act: string): TrainingWait => ({ head, text, to, act, name: `${act}: ${text}` })
  const left = steps?.filter(({ done }) => !done).length ?? 0
  return [
    ...invitations.map((one) => wait(say.invitation, say.invited(one.programme), `/enrol?invitation=${one.id}`, say.see)),
    ...(training?.enrolment === 'frozen' ? [wait(say.training, say.frozen, '/training', say.see)] : []),
    ...(left > 0 ? [wait(say.steps, say.stepsLeft(left), '/training', say.goOn)] : []),
  ]
}
