import '@mantine/dates/styles.layer.css'
import { ActionIcon, Button, Checkbox, Group, NumberInput, Radio, Stack, TextInput } from '@mantine/core'
import { MonthPickerInput } from '@mantine/dates'
import IconTrash from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useState, type ReactNode } from 'react'
import { isScaled, scaleOf, type Answer } from '#domain/assessments/answers.ts'
import type { FormField as Field, FormShown } from '#domain/assessments/form-file.ts'
import type { GuardOverrides, Writing } from '#domain/guard-rules.ts'
import { findIdentifiers } from '#domain/guard.ts'
import { FormDay } from '#web/training/training-parts.tsx'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { GuardedLine } from '#web/ui/guarded-line.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import styles from './forms.module.css'
import { words } from './words.ts'

const say = words.field

/** How what is written into a form is guarded (P18): reasons by field and rule. */
export interface Guarding {
  readonly kind: Writing
  readonly reasons?: GuardOverrides
  readonly onReasons?: (reasons: GuardOverrides) => void
}

interface Props<F extends Field = Field> {
  readonly form: Pick<FormShown, 'scales'>
  readonly field: F
  readonly answer: Answer | undefined
  readonly fault: string | undefined
  /** Undefined where the field is emptied. */
  readonly onChange: (answer: Answer | undefined) => void
  readonly guard: Guarding
}
type Of<K extends Field['kind']> = Props<Extract<Field, { kind: K }>>

/** One field of a form, whatever its kind: the one way a form is filled in, on a page, on a phone, by ticket. */
export function FormField(props: Props): ReactNode {
  const { field, answer, fault, onChange, guard } = props
  const label = field.required ? field.label : `${field.label} ${say.optional}`
  const text = {
    label,
    description: field.hint,
    error: fault,
    value: typeof answer === 'string' ? answer : '',
    onText: (typed: string) => onChange(typed || undefined),
    field: field.id,
    ...guard,
  }
  switch (field.kind) {
    case 'line':
      return <GuardedInput {...text} maxLength={300} />
    case 'text':
      return <GuardedText {...text} minRows={3} maxRows={24} />
    case 'number':
      return (
        <NumberInput
          label={label}
          description={field.hint}
          error={fault}
          value={typeof answer === 'number' ? answer : ''}
          onChange={(value) => onChange(typeof value === 'number' ? value : undefined)}
          allowDecimal={false}
          min={field.least >= 0 ? 0 : field.least}
          max={field.most}
          clampBehavior="none"
          w={140}
        />
      )
    case 'day':
      return (
        <FormDay
          label={label}
          value={typeof answer === 'string' ? answer : ''}
          onValue={(day) => onChange(day || undefined)}
          fault={fault}
        />
      )
    case 'month':
      return (
        <MonthPickerInput
          label={label}
          description={field.hint}
          error={fault}
          valueFormat="MMMM YYYY"
          clearable
          maw={240}
          value={typeof answer === 'string' ? `${answer}-01` : null}
          onChange={(value) => onChange(value === null ? undefined : value.slice(0, 7))}
        />
      )
    case 'yes or no':
      return (
        <Radio.Group
          label={label}
          description={field.hint}
          error={fault}
          value={typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : null}
          onChange={(value) => onChange(value === 'yes')}
        >
          <Group gap="lg" mt={6}>
            <Radio value="yes" label={say.yes} aria-invalid={fault !== undefined || undefined} />
            <Radio value="no" label={say.no} aria-invalid={fault !== undefined || undefined} />
          </Group>
        </Radio.Group>
      )
    case 'choice':
      return (
        <Radio.Group
          label={label}
          description={field.hint}
          error={fault}
          value={typeof answer === 'string' ? answer : null}
          onChange={(value) => onChange(value)}
        >
          <div className={styles['choices']}>
            {field.options.map(({ code, title }) => (
              <Radio key={code} value={code} label={title} aria-invalid={fault !== undefined || undefined} />
            ))}
          </div>
        </Radio.Group>
      )
    case 'choices':
      return (
        <Checkbox.Group
          label={label}
          description={field.hint}
          error={fault}
          value={Array.isArray(answer) ? (answer as string[]) : []}
          onChange={(value) => onChange(value.length === 0 ? undefined : value)}
        >
          <div className={styles['choices']}>
            {field.options.map(({ code, title }) => (
              <Checkbox key={code} value={code} label={title} aria-invalid={fault !== undefined || undefined} />
            ))}
          </div>
        </Checkbox.Group>
      )
    case 'scale':
      return <ScaleField {...(props as Of<'scale'>)} label={label} />
    case 'rows':
      return <RowsField {...(props as Of<'rows'>)} label={label} />
  }
}

/** A judgement in the scale's words, and a comment: asked for where the word chosen needs one, else there for the asking. */
function ScaleField({ form, field, answer, fault, onChange, guard, label }: Of<'scale'> & { readonly label: string }): ReactNode {
  const { levels } = scaleOf(form, field.scale)
  const given = isScaled(answer) ? answer : { level: '', comment: '' }
  const [asked, setAsked] = useState(false)
  const needsComment = levels.find(({ code }) => code === given.level)?.requiresComment === true
  const commenting = asked || needsComment || given.comment !== ''
  // Of a level that is chosen, only what is said with it can be at fault.
  const atComment = commenting && fault !== undefined && given.level !== ''
  return (
    <div className={styles['scaleField']}>
      <Radio.Group
        label={label}
        description={field.hint}
        error={atComment ? undefined : fault}
        value={given.level === '' ? null : given.level}
        onChange={(level) => onChange({ ...given, level })}
      >
        <div className={styles['scale']}>
          {levels.map(({ code, title, anchor }) => (
            <Radio
              key={code}
              value={code}
              label={title}
              description={anchor}
              aria-invalid={(fault !== undefined && !atComment) || undefined}
              className={styles['level']}
            />
          ))}
        </div>
      </Radio.Group>
      {commenting ? (
        <GuardedText
          mt={8}
          label={say.comment(field.label)}
          error={atComment ? fault : undefined}
          value={given.comment}
          minRows={2}
          maxRows={12}
          field={field.id}
          {...guard}
          onText={(comment) => onChange({ ...given, comment })}
        />
      ) : given.level === '' ? null : (
        <Button variant="subtle" size="compact-sm" mt={4} aria-label={say.addCommentTo(field.label)} onClick={() => setAsked(true)}>
          {say.addComment}
        </Button>
      )}
    </div>
  )
}

type Row = Record<string, string>

const blocks = (text = '', kind: Writing): boolean => findIdentifiers(text, { kind }).some(({ level }) => level === 'block')

function RowsField({ field, answer, fault, onChange, guard, label }: Of<'rows'> & { readonly label: string }): ReactNode {
  const rows = Array.isArray(answer) ? (answer as Row[]) : []
  const put = (next: readonly Row[]) => onChange(next.length === 0 ? undefined : [...next])
  return (
    <fieldset className={styles['rowsField']}>
      <legend>{label}</legend>
      {field.hint === undefined ? null : <p className={styles['quiet']}>{field.hint}</p>}
      <Stack gap="sm">
        {rows.map((row, at) => (
          // Rows have no name of their own; they are only added to and taken out of.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at} className={styles['row']}>
            {field.columns.map((column) => {
              const set = (value: string) => put(rows.map((one, index) => (index === at ? { ...one, [column.id]: value } : one)))
              const name = say.cell(column.label, at + 1)
              return column.kind === 'day' ? (
                <FormDay key={column.id} label={name} value={row[column.id] ?? ''} onValue={set} fault={undefined} />
              ) : (
                <TextInput
                  key={column.id}
                  label={name}
                  value={row[column.id] ?? ''}
                  maxLength={300}
                  error={fault !== undefined && blocks(row[column.id], guard.kind)}
                  onChange={({ currentTarget }) => set(currentTarget.value)}
                />
              )
            })}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={say.removeRow(at + 1)}
              onClick={() => put(rows.filter((_, index) => index !== at))}
            >
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
            {field.columns.map(({ id, kind, label: of }) =>
              kind === 'day' ? null : (
                <div key={id} className={styles['notes']}>
                  <GuardedLine label={say.cell(of, at + 1)} text={row[id] ?? ''} field={field.id} {...guard} />
                </div>
              ),
            )}
          </div>
        ))}
      </Stack>
      {fault === undefined ? null : (
        <p className={styles['fault']} role="alert">
          {fault}
        </p>
      )}
      <Button variant="default" size="compact-md" mt="xs" onClick={() => put([...rows, {}])}>
        {say.addRow}
      </Button>
    </fieldset>
  )
}
