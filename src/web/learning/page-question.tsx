import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { answerQuestion, type AskedQuestion as Asked, type AnsweredQuestion as Answered } from '#domain/learning/contract.ts'
import { call, sayFault } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { AnsweredQuestion } from './answered-question.tsx'
import { AskedQuestion } from './asked-question.tsx'
import { changeAttempt } from './learning-queries.ts'
import styles from './question.module.css'
import { words } from './words.ts'

const say = words.question

interface AskedProps {
  readonly attemptId: string
  readonly question: Asked
  /** The attempt is submitted: what was left out stays left out. */
  readonly closed: boolean
  readonly onChecked: () => void
}

/** A question between paragraphs: answered once, explained at once (L4). */
export function PageQuestion({ attemptId, question, closed, onChecked }: AskedProps): ReactNode {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const [chosen, setChosen] = useState<number | null>(null)
  const [fault, setFault] = useState<string>()
  const box = useRef<HTMLDivElement>(null)
  const check = useMutation({
    mutationFn: (option: number) =>
      call(answerQuestion, { params: { ownerId, attemptId, part: 'page', questionId: question.id }, body: { option } }),
    onSuccess: async ({ question: answered }) => {
      if (answered === null) return
      onChecked()
      await changeAttempt(client, ownerId, attemptId, (now) => ({
        ...now,
        pages: now.pages.map((page) => ({
          ...page,
          parts: page.parts.map((part) => ('asked' in part && part.asked.id === answered.id ? { question: answered } : part)),
        })),
      }))
    },
    onError: (error) => setFault(sayFault(error)),
  })
  const send = () => {
    if (chosen !== null) return check.mutate(chosen)
    setFault(say.choose)
    box.current?.querySelector('input')?.focus()
  }
  return (
    <div ref={box}>
      <AskedQuestion
        question={{ ...question, chosen }}
        label={say.group}
        fault={fault}
        disabled={closed}
        onChoose={(option) => {
          setChosen(option)
          setFault(undefined)
        }}
      >
        {!closed && (
          <div className={styles.checking}>
            <Button loading={check.isPending} onClick={send}>
              {say.check}
            </Button>
            <span className={styles.quiet}>{say.never}</span>
          </div>
        )}
      </AskedQuestion>
    </div>
  )
}

interface CheckedProps {
  readonly question: Answered
  /** It was checked just now: the focus goes to what is said of it. */
  readonly fresh: boolean
}

export function CheckedQuestion({ question, fresh }: CheckedProps): ReactNode {
  const verdict = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (fresh) verdict.current?.focus({ preventScroll: true })
  }, [fresh])
  return (
    <AnsweredQuestion question={question}>
      <h3 ref={verdict} tabIndex={-1} className={styles.verdict}>
        {question.chosen === question.right ? say.right : say.wrong}
      </h3>
    </AnsweredQuestion>
  )
}
