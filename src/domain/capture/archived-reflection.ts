import type { z } from 'zod'
import { Answers, faultsOfAnswers } from '#domain/assessments/answers.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { PlainDate } from '#domain/plain-date.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { Version } from './archived-item.ts'

type RowOf<Name extends keyof typeof ARCHIVED> = z.infer<(typeof ARCHIVED)[Name]['row']>

/**
 * The form of a reflection that its owner wrote and that can be gone on with here (F1); null where it is none, of a form not known here, or
 * of a day after `latest`.
 */
export function reflectionForm(forms: readonly FormFile[], row: RowOf<'entry'>, owner: string, latest: PlainDate): FormFile | null {
  const form = forms.find(({ id }) => id === row.form_id)
  const isOwn = form?.family === 'reflection' && row.begun_by === owner
  const on = PlainDate.safeParse(row.event_on)
  return isOwn && on.success && on.data <= latest && row.placement.length <= 500 ? form : null
}

/** What its owner wrote into one section, by the form of here; null where it does not fit, and nobody could go on with it. */
export function reflectionPart(form: FormFile, row: RowOf<'entry_part'>): RowOf<'entry_part'> | null {
  const section = form.sections.find(({ id }) => id === row.section)
  const answers = Answers.safeParse(row.answers)
  if (section === undefined || !answers.success || !Version.safeParse(row.version).success) return null
  // What hangs on another section is judged as if it were shown.
  const fields = section.fields.map(({ when: _when, ...field }) => field)
  const faults = faultsOfAnswers(form, { ...section, fields }, answers.data, {}, false)
  return faults.length > 0 ? null : { ...row, answers: answers.data }
}

/** The reflection a draft was typed into; null where it is a draft of another form, or of another's. */
export function itemOfDraft(form: string, owner: string): string | null {
  const [kind, of, itemId = '', ...rest] = form.split('/')
  return kind === 'entry' && of === owner && itemId !== '' && rest.length === 0 ? itemId : null
}
