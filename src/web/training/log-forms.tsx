import { Button, Checkbox, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { v7 as uuidv7 } from 'uuid'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { isPlainDate } from '#domain/plain-date.ts'
import {
  CLINIC_MODES,
  CLINIC_TYPES,
  COMPLICATIONS,
  estimateTake,
  HALF_DAYS,
  PROCEDURE_CONTEXTS,
  PROCEDURE_RESULTS,
  PROCEDURE_ROLES,
  TEACHING_LEVELS,
  whyNotCounted,
  type Log,
} from '#domain/training/log-rules.ts'
import { logWords } from '#domain/training/log-words.ts'
import { amendLogRow, LogFields, recordLogRow, type LogRow } from '#domain/training/logs-contract.ts'
import { call } from '#web/platform/call.ts'
import { DraftMark } from '#web/ui/draft-mark.tsx'
import { FormFault } from '#web/ui/form-fault.tsx'
import { useKeptForm } from './kept-form.ts'
import { Choose, Comments, Count, Day, Line, YesNo, type AnyForm } from './log-fields.tsx'
import { words } from './log-page-words.ts'
import type { LogRows } from './log-web-queries.ts'
import styles from './logs.module.css'
import { useAfterChange } from './placement-queries.ts'
import { londonToday } from './training-parts.tsx'

const say = words.form

/** The fields of a row, and why what the guard blocks in them stays. */
const withReasons = (option: (typeof LogFields.options)[0]) => option.extend({ overrides: GuardOverrides.optional() })
const SCHEMAS = Object.fromEntries(
  LogFields.options.map((option) => [option.shape.log.value, withReasons(option as (typeof LogFields.options)[0])]),
) as unknown as Record<Log, ReturnType<typeof withReasons>>

/** What a new row begins with: the present placement, and what was written last. What is answered each time stays empty. */
export function startOf(log: Log, { present, supervisors, rows }: Pick<LogRows, 'present' | 'supervisors' | 'rows'>): object {
  const last = rows.find(({ fields }) => fields.log === log)?.fields
  const site = (last !== undefined && 'site' in last ? last.site : undefined) ?? present?.site ?? ''
  const today = londonToday()
  const supervisor = (last !== undefined && 'supervisor' in last ? last.supervisor : undefined) ?? supervisors[0] ?? ''
  const post = { from: present?.from ?? '', until: present === null || present.until > today ? today : present.until }
  switch (log) {
    case 'clinic': {
      const kept = last?.log === 'clinic' ? { specialty: last.specialty, type: last.type, mode: last.mode, halfDay: last.halfDay } : null
      const fresh = { specialty: present?.specialty ?? '', type: 'mixed', mode: 'in person', halfDay: 'morning' }
      return { log, on: today, site, supervisor, ...(kept ?? fresh), patients: '', consulted: null, ambulatory: null, comments: '' }
    }
    case 'clinics brought forward':
      return { log, site: '', from: '', until: '', count: '', verifier: supervisors[0] ?? '', comments: '' }
    case 'procedure':
      return {
        log,
        on: today,
        code: '',
        name: '',
        context: 'patient',
        role: '',
        supervisor,
        success: 'yes',
        ultrasound: false,
        complication: 'none',
        dops: false,
        comments: '',
      }
    case 'acute take':
      return {
        log,
        site: present?.site ?? site,
        ...post,
        takesPerMonth: '',
        patientsPerTake: '',
        estimate: null,
        verifier: supervisors[0] ?? '',
        comments: '',
      }
    case 'teaching': {
      const kept = last?.log === 'teaching' ? { provider: last.provider, level: last.level } : { provider: '', level: 'local' }
      return { log, on: today, title: '', ...kept, hours: 1, recognised: null, comments: '' }
    }
  }
}

interface Props {
  readonly ownerId: string
  readonly log: Log
  readonly start: object
  readonly procedures: LogRows['procedures']
  readonly supervisors: readonly string[]
  /** The row that is changed, or corrected where it is verified. */
  readonly row?: LogRow
  readonly onSaved?: () => void
  readonly onCancel?: () => void
}

/** One row of a log: written, changed, or corrected by a new one. */
export function LogForm({ ownerId, log, start, procedures, supervisors, row, onSaved, onCancel }: Props): ReactNode {
  const [id, setId] = useState(() => uuidv7())
  const form = useKeptForm(`log/${ownerId}/${row?.id ?? log}`, SCHEMAS[log], start as never)
  const any = form as unknown as AnyForm
  const after = useAfterChange()
  const send = form.submit(async (checked) => {
    const { overrides, ...rest } = checked
    const fields = rest as LogFields
    const saved =
      row === undefined || row.verification !== null
        ? await call(recordLogRow, { params: { ownerId }, body: { id, corrects: row?.id ?? null, fields, overrides } })
        : await call(amendLogRow, { params: { ownerId, id: row.id }, body: { version: row.version, fields, overrides } })
    await form.draft.discard()
    await after(saved.counts ? say.saved : say.savedNot)
    setId(uuidv7())
    if (row === undefined) form.setValues({ ...start, ...keptOf(fields) } as never)
    onSaved?.()
  })
  const Fields = FIELDS[log]
  return (
    <form onSubmit={send} noValidate className={styles['form']}>
      {row === undefined || row.verification === null ? null : <Text size="sm">{say.correctText}</Text>}
      <Fields form={any} procedures={procedures} supervisors={supervisors} />
      <Comments form={any} />
      <FormFault form={form} />
      <div className={styles['acts']}>
        <Button type="submit" loading={form.busy}>
          {say.save}
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="default" onClick={onCancel}>
            {say.cancel}
          </Button>
        )}
        <DraftMark state={form.draft.state} />
      </div>
    </form>
  )
}

/** What the next row of the same day's log most likely says too. */
function keptOf(fields: LogFields): object {
  if (fields.log === 'clinic') {
    const { on, site, specialty, type, mode, supervisor } = fields
    return { on, site, specialty, type, mode, supervisor, halfDay: fields.halfDay === 'morning' ? 'afternoon' : 'morning' }
  }
  if (fields.log === 'procedure') return { on: fields.on, supervisor: fields.supervisor }
  return fields.log === 'teaching' ? { on: fields.on, provider: fields.provider, level: fields.level } : {}
}

interface FieldsProps {
  readonly form: AnyForm
  readonly procedures: LogRows['procedures']
  readonly supervisors: readonly string[]
}

const FIELDS: Readonly<Record<Log, (props: FieldsProps) => ReactNode>> = {
  clinic: ClinicFields,
  'clinics brought forward': BroughtFields,
  procedure: ProcedureFields,
  'acute take': TakeFields,
  teaching: TeachingFields,
}

function ClinicFields({ form, supervisors }: FieldsProps): ReactNode {
  const { patients, consulted, ambulatory } = form.values
  const isAnswered = typeof patients === 'number' && typeof consulted === 'boolean' && typeof ambulatory === 'boolean'
  const why = isAnswered ? whyNotCounted({ patients, consulted, ambulatory }) : []
  return (
    <>
      <div className={styles['grid']}>
        <Day form={form} name="on" label={say.on} />
        <Choose form={form} name="halfDay" label={say.halfDay} values={HALF_DAYS} />
      </div>
      <fieldset className={styles['questions']}>
        <legend>{say.questions}</legend>
        <div className={styles['grid']}>
          <Count form={form} name="patients" label={say.patients} />
          <YesNo form={form} name="consulted" label={say.consulted} />
          <YesNo form={form} name="ambulatory" label={say.ambulatory} />
        </div>
        <p className={styles['verdict']} role="status" data-not={why.length > 0 || undefined}>
          {!isAnswered ? say.notYet : why.length === 0 ? say.counts : say.countsNot(why.map((one) => logWords.whyNot[one]))}
        </p>
      </fieldset>
      <div className={styles['grid']}>
        <Line form={form} name="site" label={say.site} />
        <Line form={form} name="specialty" label={say.specialty} />
        <Choose form={form} name="type" label={say.type} values={CLINIC_TYPES} />
        <Choose form={form} name="mode" label={say.mode} values={CLINIC_MODES} />
        <Line form={form} name="supervisor" label={say.supervisor} list={supervisors} />
      </div>
    </>
  )
}

function BroughtFields({ form, supervisors }: FieldsProps): ReactNode {
  return (
    <>
      <Text size="sm">{say.broughtText}</Text>
      <div className={styles['grid']}>
        <Line form={form} name="site" label={say.site} />
        <Day form={form} name="from" label={say.from} />
        <Day form={form} name="until" label={say.until} />
        <Count form={form} name="count" label={say.count} />
        <Line form={form} name="verifier" label={say.verifier} list={supervisors} />
      </div>
    </>
  )
}

const OTHER = 'another'

function ProcedureFields({ form, procedures, supervisors }: FieldsProps): ReactNode {
  const { code } = form.values
  const chosen: AnyForm = {
    ...form,
    values: { ...form.values, code: code === null ? OTHER : code },
    set: (name, value) => form.set(name, value === OTHER ? null : value),
  }
  const names = Object.fromEntries([...procedures.map(({ code: of, title }) => [of, title] as const), [OTHER, say.another] as const])
  return (
    <>
      <div className={styles['grid']}>
        <Day form={form} name="on" label={say.on} />
        <Choose form={chosen} name="code" label={say.procedure} values={[...procedures.map((one) => one.code), OTHER]} names={names} />
        {code === null ? <Line form={form} name="name" label={say.name} /> : null}
        <Choose form={form} name="context" label={say.context} values={PROCEDURE_CONTEXTS} />
        <Choose form={form} name="role" label={say.role} values={PROCEDURE_ROLES} />
        <Choose form={form} name="success" label={say.success} values={PROCEDURE_RESULTS} />
        <Choose form={form} name="complication" label={say.complication} values={COMPLICATIONS} />
        <Line form={form} name="supervisor" label={say.supervisor} list={supervisors} />
      </div>
      {(['ultrasound', 'dops'] as const).map((name) => (
        <Checkbox
          key={name}
          label={say[name]}
          description={name === 'dops' ? say.dopsText : undefined}
          checked={form.values[name] === true}
          onChange={(event) => form.set(name, event.currentTarget.checked)}
        />
      ))}
    </>
  )
}

function TakeFields({ form, supervisors }: FieldsProps): ReactNode {
  const { from, until, takesPerMonth, patientsPerTake } = form.values
  const isKnown =
    typeof from === 'string' &&
    typeof until === 'string' &&
    isPlainDate(from) &&
    isPlainDate(until) &&
    from <= until &&
    typeof takesPerMonth === 'number' &&
    typeof patientsPerTake === 'number'
  const worked = isKnown ? estimateTake({ from, until, takesPerMonth, patientsPerTake }) : null
  return (
    <div className={styles['grid']}>
      <Line form={form} name="site" label={say.site} />
      <Day form={form} name="from" label={say.from} />
      <Day form={form} name="until" label={say.until} />
      <Count form={form} name="takesPerMonth" label={say.takesPerMonth} decimals={1} />
      <Count form={form} name="patientsPerTake" label={say.patientsPerTake} decimals={1} />
      <Count form={form} name="estimate" label={say.estimate} description={say.estimateText(worked)} />
      <Line form={form} name="verifier" label={say.verifier} list={supervisors} />
    </div>
  )
}

function TeachingFields({ form }: FieldsProps): ReactNode {
  return (
    <div className={styles['grid']}>
      <Line form={form} name="title" label={say.title} />
      <Day form={form} name="on" label={say.on} />
      <Count form={form} name="hours" label={say.hours} decimals={2} step={0.25} />
      <YesNo form={form} name="recognised" label={say.recognised} />
      <Choose form={form} name="level" label={say.level} values={TEACHING_LEVELS} />
      <Line form={form} name="provider" label={say.provider} />
    </div>
  )
}
