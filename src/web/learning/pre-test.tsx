import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Attempt } from '#domain/learning/contract.ts'
import { AskedQuestion } from './asked-question.tsx'
import { KeptMark } from './kept-mark.tsx'
import styles from './reader.module.css'
import { useAnswers } from './use-answers.ts'
import { words } from './words.ts'

/** Some of the final questions before reading (L4): skippable, never counted, explained with the result. */
export function PreTest({ attempt, onSkip }: { readonly attempt: Attempt; readonly onSkip: () => void }): ReactNode {
  const { questions, answered, unkept, choose } = useAnswers(attempt, 'pre')
  return (
    <>
      <p className={styles.intro}>{words.pre.explain(questions.length)}</p>
      <Button variant="subtle" size="compact-md" ml={-12} mb="md" onClick={onSkip}>
        {words.pre.skip}
      </Button>
      {questions.map((question, index) => (
        <AskedQuestion
          key={question.id}
          question={question}
          label={words.question.nth(index + 1, questions.length)}
          onChoose={(option) => choose(question.id, option)}
        />
      ))}
      <p className={styles.quiet}>
        <KeptMark unkept={unkept} any={answered > 0} />
        {answered === questions.length && unkept.waiting.size === 0 ? ` ${words.pre.done}` : ''}
      </p>
    </>
  )
}
