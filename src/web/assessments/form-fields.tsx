import { Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { isAnswered, isShown, type Answers } from '#domain/assessments/answers.ts'
import type { FormSection, FormShown } from '#domain/assessments/form-file.ts'
import { sayAnswer } from '#domain/assessments/say-answer.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { FormField } from './form-field.tsx'
import styles from './forms.module.css'
import { words } from './words.ts'

interface Shown {
  readonly form: Pick<FormShown, 'scales'>
  readonly section: FormSection
  /** Of this section. */
  readonly answers: Answers
  /** Of the rest of the form, for fields that hang on them. */
  readonly others?: Answers
}

interface Filling extends Shown {
  /** By field. */
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (answers: Answers) => void
  /** Why what the guard blocks stays, by field and rule (P18). */
  readonly reasons?: GuardOverrides
  /** Left out where nothing that is blocked can stay. */
  readonly onReasons?: (reasons: GuardOverrides) => void
}

/** The fields of a section, to be filled in. */
export function FormFields({ form, section, answers, others = {}, faults, onChange, reasons, onReasons }: Filling): ReactNode {
  const all = { ...others, ...answers }
  // The scratch part is its author's alone: there it is only said.
  const guard = {
    kind: section.scratch ? ('anything else' as const) : ('clinical writing' as const),
    ...(reasons === undefined || onReasons === undefined ? {} : { reasons, onReasons }),
  }
  return (
    <Stack gap="lg">
      {section.fields
        .filter((field) => isShown(field, all))
        .map((field) => (
          <FormField
            key={field.id}
            form={form}
            field={field}
            answer={answers[field.id]}
            fault={faults[field.id]}
            guard={guard}
            onChange={(answer) => {
              const { [field.id]: _before, ...rest } = answers
              onChange(answer === undefined ? rest : { ...rest, [field.id]: answer })
            }}
          />
        ))}
    </Stack>
  )
}

/** What was filled in, to read. */
export function FormRead({ form, section, answers, others = {} }: Shown): ReactNode {
  const all = { ...others, ...answers }
  const given = section.fields.filter((field) => isAnswered(answers[field.id]) && isShown(field, all))
  if (given.length === 0) return <p className={styles['quiet']}>{words.entry.nothing}</p>
  return (
    <dl className={styles['read']}>
      {given.map((field) => (
        <div key={field.id}>
          <dt>{field.label}</dt>
          {sayAnswer(form, field, answers[field.id]!).map((line) => (
            <dd key={line} dir="auto">
              {line}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
