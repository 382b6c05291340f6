import { Button, Checkbox, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { ProgrammeFields, type CurriculumChoice } from '#domain/training/college-contract.ts'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useForm } from '#web/ui/use-form.ts'
import { collegeWords as say, words } from './programme-words.ts'
import styles from './training.module.css'

interface Props {
  readonly start: ProgrammeFields
  readonly curricula: readonly CurriculumChoice[]
  readonly onSave: (body: ProgrammeFields) => Promise<unknown>
  readonly act: string
}

/** What the numbers are where the college chooses no others: two and three months are the deanery's. */
export const newProgramme = (curricula: readonly CurriculumChoice[]): ProgrammeFields => ({
  title: '',
  curriculumId: curricula[0]?.id ?? '',
  contactName: '',
  contactEmail: '',
  contactPhone: '',
  toldAfterMonths: 2,
  frozenAfterMonths: 3,
  graceDays: 28,
  keptYears: 6,
  paceFollowsFraction: true,
  paceFollowsAbsence: true,
})

export function ProgrammeForm({ start, curricula, onSave, act }: Props): ReactNode {
  const form = useForm(ProgrammeFields, start)
  const [saved, setSaved] = useState(false)
  const send = form.submit(async (body) => {
    setSaved(false)
    await onSave(body)
    setSaved(true)
  })
  const number = (name: 'toldAfterMonths' | 'frozenAfterMonths' | 'graceDays' | 'keptYears') => ({
    value: form.values[name] ?? '',
    error: form.faults[name],
    allowDecimal: false,
    allowNegative: false,
    hideControls: true,
    // What is no number stays for the schema to say so.
    onChange: (value: number | string) => form.set(name, value as number),
  })
  return (
    <form onSubmit={send} noValidate onInput={() => setSaved(false)}>
      <div className={styles.fields}>
        <TextInput label={say.name} {...form.text('title')} />
        <NativeSelect
          label={say.curriculum}
          description={say.curriculumHint}
          data={curricula.map(({ id, title }) => ({ value: id, label: title }))}
          value={form.values.curriculumId}
          error={form.faults['curriculumId']}
          onChange={(event) => form.set('curriculumId', event.currentTarget.value)}
        />
      </div>
      <fieldset className={styles.group}>
        <legend>{say.contact}</legend>
        <div className={styles.fields}>
          <TextInput label={say.contactName} {...form.text('contactName')} />
          <TextInput label={say.contactEmail} type="email" {...form.text('contactEmail')} />
          <TextInput label={say.contactPhone} type="tel" {...form.text('contactPhone')} />
        </div>
      </fieldset>
      <div className={styles.fields}>
        <NumberInput label={say.told} {...number('toldAfterMonths')} />
        <NumberInput label={say.frozen} {...number('frozenAfterMonths')} />
        <NumberInput label={say.grace} {...number('graceDays')} />
        <NumberInput label={say.kept} {...number('keptYears')} />
      </div>
      <fieldset className={styles.group}>
        <legend>{say.pace}</legend>
        <Stack gap="xs">
          {(['paceFollowsFraction', 'paceFollowsAbsence'] as const).map((name) => (
            <Checkbox
              key={name}
              label={say[name]}
              checked={form.values[name] ?? true}
              onChange={(event) => form.set(name, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </fieldset>
      <FormFault form={form} />
      <div className={styles.foot}>
        <Button type="submit" loading={form.busy}>
          {act}
        </Button>
        <Text size="sm" role="status">
          {saved && act === words.save ? say.saved : ''}
        </Text>
      </div>
    </form>
  )
}
