import IconCircleCheckFilled from '@tabler/icons-react/dist/esm/icons/IconCircleCheckFilled.mjs'
import IconCircleX from '@tabler/icons-react/dist/esm/icons/IconCircleX.mjs'
import type { ReactNode } from 'react'
import type { AnsweredQuestion as Answered } from '#domain/learning/contract.ts'
import styles from './question.module.css'
import { words } from './words.ts'

const say = words.question

interface Props {
  readonly question: Answered
  readonly children: ReactNode
}

/** A question marked: the right answer, one's own, and why of each (L5). A sign and a word each, never colour alone. */
export function AnsweredQuestion({ question, children }: Props): ReactNode {
  return (
    <div className={styles.question} data-question={question.id}>
      {children}
      <p className={styles.stem}>{question.stem}</p>
      <ul className={styles.options}>
        {question.options.map(({ text, why }, index) => {
          const right = index === question.right
          const mine = index === question.chosen
          return (
            <li key={index} className={styles.marked} data-right={right || undefined} data-mine={mine || undefined}>
              <span className={styles.sign}>
                {right ? <IconCircleCheckFilled size={20} aria-hidden /> : mine ? <IconCircleX size={20} aria-hidden /> : null}
              </span>
              <div>
                {(right || mine) && (
                  <span className={styles.mark}>{right ? (mine ? say.optionYoursRight : say.optionRight) : say.optionYours}</span>
                )}
                <p className={styles.optionText}>{text}</p>
                <p className={styles.why}>{why}</p>
              </div>
            </li>
          )
        })}
      </ul>
      {question.chosen === null && <p className={styles.fault}>{say.notAnswered}</p>}
      <p className={styles.explanation}>{question.explanation}</p>
    </div>
  )
}
