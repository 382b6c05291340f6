import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Attempt } from '#domain/learning/contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { keeperOf, LISTS } from './answer-keeper.ts'
import { attemptQuery } from './learning-queries.ts'

/** The answers of a part as they are shown: what was chosen here and waits, else what the server has. */
export function useAnswers(attempt: Attempt, part: 'pre' | 'final') {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const keeper = keeperOf(ownerId, attempt.id, part)
  const unkept = useSyncExternalStore(keeper.subscribe, keeper.unkept)
  const list = LISTS[part]
  // Submitted in another window, most likely.
  useEffect(() => {
    if (unkept.refusal !== null) void client.invalidateQueries({ queryKey: attemptQuery(ownerId, attempt.id).queryKey })
  }, [unkept.refusal, client, ownerId, attempt.id])
  const questions = useMemo(
    () => attempt[list].map((question) => ({ ...question, chosen: unkept.waiting.get(question.id) ?? question.chosen })),
    [attempt, list, unkept.waiting],
  )
  const answered = questions.filter((question) => question.chosen !== null).length
  return { questions, answered, unkept, choose: keeper.choose.bind(keeper), settled: keeper.settled.bind(keeper) }
}
