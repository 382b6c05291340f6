import { Alert, Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { submitAttempt, type Attempt } from '#domain/learning/contract.ts'
import { call, CallFault, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { AskedQuestion } from './asked-question.tsx'
import { KeptMark } from './kept-mark.tsx'
import { attemptQuery, moduleMoved, resultQuery } from './learning-queries.ts'
import styles from './reader.module.css'
import { useAnswers } from './use-answers.ts'
import { words } from './words.ts'

const say = words.final

/** All questions of the final assessment (L5). Each answer is kept as it is given; submitting waits until all are. */
export function FinalAssessment({ attempt }: { readonly attempt: Attempt }): ReactNode {
  const { questions, answered, unkept, choose, settled } = useAnswers(attempt, 'final')
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  const list = useRef<HTMLDivElement>(null)
  const submit = useSubmit(attempt, settled, setFaults)
  // Whoever left something out goes on at the first of it.
  useEffect(() => {
    if (faults.size > 0) list.current?.querySelector<HTMLElement>('[data-fault] input')?.focus()
  }, [faults])
  const open = questions.filter((question) => faults.has(question.id) && question.chosen === null)
  return (
    <>
      <p className={styles.intro}>{say.explain(questions.length, attempt.passMark)}</p>
      <div ref={list}>
        {questions.map((question, index) => (
          <AskedQuestion
            key={question.id}
            question={question}
            label={words.question.nth(index + 1, questions.length)}
            fault={question.chosen === null ? faults.get(question.id) : undefined}
            disabled={submit.isSuccess}
            onChoose={(option) => choose(question.id, option)}
          />
        ))}
      </div>
      <div role="alert">
        {open.length > 0 && (
          <Alert color="red" variant="light" role="presentation" mb="md">
            {say.missing(open.length)}
          </Alert>
        )}
        {submit.error !== null && !hasFields(submit.error) && (
          <Alert color="red" variant="light" role="presentation" mb="md">
            {sayFault(submit.error)}
          </Alert>
        )}
      </div>
      <div className={styles.submit}>
        <Button loading={submit.isPending} onClick={() => submit.mutate()}>
          {say.submit}
        </Button>
        <span className={styles.quiet}>{say.answered(answered, questions.length)}</span>
        <KeptMark unkept={unkept} any={answered > 0} />
        {submit.isPending && unkept.waiting.size > 0 && (
          <span className={styles.quiet} role="status">
            {say.waiting}
          </span>
        )}
      </div>
    </>
  )
}

const hasFields = (fault: unknown): boolean => fault instanceof CallFault && fault.fields.length > 0

function useSubmit(attempt: Attempt, settled: () => Promise<boolean>, onFaults: (faults: ReadonlyMap<string, string>) => void) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const navigate = useNavigate()
  const attemptId = attempt.id
  return useMutation({
    mutationFn: async () => {
      await settled()
      return call(submitAttempt, { params: { ownerId, attemptId }, body: {} })
    },
    onSuccess: async (result) => {
      client.setQueryData(resultQuery(ownerId, attemptId).queryKey, result)
      await navigate({ to: '/learning/attempts/$attemptId/result', params: { attemptId }, replace: true })
      void client.invalidateQueries({ queryKey: attemptQuery(ownerId, attemptId).queryKey, refetchType: 'none' })
      moduleMoved(client, ownerId)
    },
    onError: (fault) => {
      // Another window may have answered more, or less, than this one shows.
      void client.invalidateQueries({ queryKey: attemptQuery(ownerId, attemptId).queryKey })
      onFaults(new Map(fault instanceof CallFault ? fault.fields.map(({ path, message }) => [path, message]) : []))
    },
  })
}
