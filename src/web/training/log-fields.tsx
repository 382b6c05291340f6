import { Group, NativeSelect, NumberInput, Radio } from '@mantine/core'
import type { ReactNode } from 'react'
import type { GuardOverrides, GuardRule } from '#domain/guard-rules.ts'
import { GuardedInput } from '#web/ui/guarded-input.tsx'
import { GuardedText } from '#web/ui/guarded-text.tsx'
import { words } from './log-page-words.ts'
import { FormDay } from './training-parts.tsx'

const say = words.form

/** What a field needs of a form whose values stand under any names. */
export interface AnyForm {
  readonly values: Readonly<Record<string, unknown>>
  readonly faults: Readonly<Record<string, string>>
  readonly set: (name: string, value: unknown) => void
}

const typed = ({ values }: AnyForm, name: string): string => (typeof values[name] === 'string' ? values[name] : '')

interface Field {
  readonly form: AnyForm
  readonly name: string
  readonly label: string
}

/** How a text of a row is guarded (P18); the reasons stand with the row's other values, and so in its draft. */
const guarded = (form: AnyForm, name: string) => ({
  kind: 'clinical writing' as const,
  field: name,
  reasons: (form.values['overrides'] ?? {}) as GuardOverrides,
  onReasons: (overrides: GuardOverrides) => form.set('overrides', overrides),
  onText: (text: string) => form.set(name, text),
})

/** What a row has to say is not warned of: where it was, and who was there. */
const ASKS: Readonly<Record<string, readonly GuardRule[]>> = {
  site: ['place'],
  provider: ['place'],
  supervisor: ['name', 'initials'],
  verifier: ['name', 'initials'],
}

export const Line = ({ form, name, label, list }: Field & { readonly list?: readonly string[] }): ReactNode => (
  <>
    <GuardedInput
      {...guarded(form, name)}
      asks={ASKS[name] ?? []}
      label={label}
      name={name}
      value={typed(form, name)}
      error={form.faults[name]}
      {...(list === undefined || list.length === 0 ? {} : { list: `${name}-known` })}
    />
    {list === undefined || list.length === 0 ? null : (
      <datalist id={`${name}-known`}>
        {list.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    )}
  </>
)

export const Comments = ({ form }: Pick<Field, 'form'>): ReactNode => (
  <GuardedText
    {...guarded(form, 'comments')}
    label={say.comments}
    description={say.noPatients}
    minRows={1}
    maxRows={8}
    value={typed(form, 'comments')}
    error={form.faults['comments']}
  />
)

export const Day = ({ form, name, label }: Field): ReactNode => (
  <FormDay label={label} value={typed(form, name)} fault={form.faults[name]} onValue={(value) => form.set(name, value)} />
)

export const Count = ({
  form,
  name,
  label,
  step = 1,
  decimals = 0,
  description,
}: Field & { readonly step?: number; readonly decimals?: number; readonly description?: string }): ReactNode => (
  <NumberInput
    label={label}
    description={description}
    value={(form.values[name] as number | string | null) ?? ''}
    error={form.faults[name]}
    step={step}
    min={0}
    decimalScale={decimals}
    clampBehavior="none"
    inputMode={decimals === 0 ? 'numeric' : 'decimal'}
    // What is no number stays for the schema to say so; nothing is null where it may be left.
    onChange={(value) => form.set(name, value === '' && name === 'estimate' ? null : value)}
  />
)

interface Choice extends Field {
  readonly values: readonly string[]
  readonly names?: Readonly<Record<string, string>>
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const Choose = ({ form, name, label, values, names = {} }: Choice): ReactNode => (
  <NativeSelect
    label={label}
    data={[
      ...(form.values[name] ? [] : [{ value: '', label: say.choose }]),
      ...values.map((value) => ({ value, label: names[value] ?? capital(value) })),
    ]}
    value={typed(form, name)}
    error={form.faults[name]}
    onChange={(event) => form.set(name, event.currentTarget.value)}
  />
)

/** Answered each time: no answer is chosen before. */
export const YesNo = ({ form, name, label }: Field): ReactNode => {
  const value = form.values[name]
  return (
    <Radio.Group
      label={label}
      value={value === true ? 'yes' : value === false ? 'no' : ''}
      error={form.faults[name]}
      onChange={(chosen) => form.set(name, chosen === 'yes')}
    >
      <Group gap="lg" mt={4}>
        <Radio value="yes" label={say.yes} />
        <Radio value="no" label={say.no} />
      </Group>
    </Radio.Group>
  )
}
