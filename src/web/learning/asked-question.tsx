import { useId, type ReactNode } from 'react'
import type { AskedQuestion as Asked } from '#domain/learning/contract.ts'
import styles from './question.module.css'

interface Props {
  readonly question: Asked
  /** 'Question 3 of 8', above the question itself. */
  readonly label: string
  readonly fault?: string | undefined
  readonly disabled?: boolean
  readonly onChoose: (option: number) => void
  readonly children?: ReactNode
}

/** A question with its options to choose from; one at a time, by mouse or by arrows. */
export function AskedQuestion({ question, label, fault, disabled = false, onChoose, children }: Props): ReactNode {
  const id = useId()
  return (
    <fieldset
      className={styles.question}
      data-question={question.id}
      data-fault={fault !== undefined || undefined}
      aria-describedby={fault === undefined ? undefined : `${id}fault`}
      disabled={disabled}
    >
      <legend>
        <span className={styles.label}>{label}</span>
        <span className={styles.stem}>{question.stem}</span>
      </legend>
      <div className={styles.options}>
        {question.options.map((text, index) => (
          <label key={index} className={styles.option} htmlFor={`${id}${index}`}>
            <input type="radio" id={`${id}${index}`} name={id} checked={question.chosen === index} onChange={() => onChoose(index)} />
            <span>{text}</span>
          </label>
        ))}
      </div>
      {fault !== undefined && (
        <p id={`${id}fault`} className={styles.fault}>
          {fault}
        </p>
      )}
      {children}
    </fieldset>
  )
}
