import type { ArchivedName } from '#domain/reports/archive-tables.ts'
import { PDF } from './uploading.ts'

export type Row = Record<string, unknown>
export type Seeds = Partial<Record<ArchivedName, () => Promise<Row[]> | Row[]>>

export const of = (item_id: string, more: Row = {}): Row => ({ item_id, ...more })

interface Ground {
  readonly id: Readonly<Record<string, string>>
  readonly ownerId: string
  readonly line: string
  readonly short: string
  readonly words: string
  readonly text: string
  readonly stored: (bytes: Buffer) => Promise<Row>
}

/** Of the training record and the forms: rows of each table, in an order in which they can be written. */
export const trainingRows = ({ id, ownerId, line, short, words, text, stored }: Ground): Seeds => ({
  trainee: () => [{ id: id['trainee'], programme_id: id['programme'], until_on: '2020-01-01', from_on: '2019-01-01' }],
  training_year: () => [{ id: id['year'], trainee_id: id['trainee'] }],
  placement: () => [{ training_year_id: id['year'], post: line, site: line, working_percent: 80 }],
  relation: () => [{ id: id['relation'], relation: 'educational supervisor', person_id: id['other'], placement_id: null }],
  first_step: () => [{ training_year_id: id['year'], step: 'photo' }],
  supervisor_correction: () => [{ relation_id: id['relation'], outcome: 'changed' }],
  absence: () => [{ note: words.slice(0, 500).toWellFormed() }],
  agenda_point: () => [{ text: line, meeting_item_id: id['meeting'] }],
  declaration: () => [{ training_year_id: id['year'], kind: 'probity', signed_as: 'trainee', corrects: null }],
  declaration_reading: () => [{ training_year_id: id['year'] }],
  exam_result: () => [of(id['exam']!, { result: 'passed', source: 'self', corrects: null })],
  professional_certificate: () => [
    of(id['als']!, {
      source: 'self',
      corrects: null,
      renews: null,
      awarding_body: short,
      number: short,
      issued_on: '2024-01-01',
      expires_on: '2025-01-01',
      curriculum_id: null,
      item_code: null,
    }),
    of(id['renewed']!, {
      source: 'self',
      corrects: null,
      renews: id['als'],
      awarding_body: short,
      number: '',
      issued_on: '2025-01-01',
      expires_on: null,
    }),
    of(id['college']!, { source: 'college', corrects: null, renews: null }),
  ],
  verification: () => [of(id['als']!, { saw: 'original' }), of(id['log']!, { saw: 'entry' })],
  log_upload: () => [of(id['log']!, { id: id['upload'], name: line })],
  log_row: () => [of(id['log']!, { log: 'clinic', corrects: null, upload_id: id['upload'] })],
  log_counted: () => [of(id['log']!, { reason: 'It was counted by the college' })],
  curriculum_move: () => [{ id: id['move'], trainee_id: id['trainee'] }],
  proposed_link: () => [of(id['own']!, { move_id: id['move'], answer: 'yes' })],
  evidence_link: () => [of(id['own']!)],
  self_assessment: () => [{ id: id['self'], training_year_id: id['year'] }],
  sign_off: () => [
    {
      id: id['signOff'],
      training_year_id: id['year'],
      answer: 'signed off at level',
      relation: 'educational supervisor',
      self_assessment_id: id['self'],
      chain_number: 1,
      reasons: [words],
    },
  ],
  evidence_version: () => [of(id['own']!, { sign_off_id: id['signOff'] })],
  evidence_version_file: async () => [
    of(id['own']!, { sign_off_id: id['signOff'], file_id: id['file'], ...(await stored(Buffer.concat([PDF, Buffer.from('% signed')]))) }),
  ],
  entry: () => [
    of(id['assessment']!, { form_id: 'mini-cex-2026', training_year_id: id['year'], begun_by: id['other'], corrects: null }),
    of(id['meeting']!, { form_id: 'es-review-2026', training_year_id: id['year'], begun_by: ownerId, corrects: null }),
    of(id['reflection']!, {
      form_id: 'era-2026',
      training_year_id: null,
      asked_id: null,
      begun_by: ownerId,
      corrects: null,
      placement: short,
      event_on: '2025-02-01',
    }),
  ],
  entry_part: () => [
    of(id['reflection']!, {
      section: 'scratch',
      answers: { 'scratch-note': text.slice(0, 19_000).toWellFormed() },
      version: 2,
      saved_by: ownerId,
    }),
    of(id['reflection']!, { section: 'learning', answers: { experience: words }, version: 1, saved_by: ownerId }),
    of(id['assessment']!, { section: 'about', saved_by: ownerId }),
  ],
  entry_about: () => [of(id['reflection']!, { about_id: id['paper'] })],
  entry_comment: () => [of(id['reflection']!), of(id['assessment']!)],
  entry_gathered: () => [of(id['meeting']!)],
  entry_share: () => [of(id['reflection']!, { audience: 'supervisors', ended_at: null })],
  entry_step: () => [of(id['meeting']!, { step: 'submit' }), of(id['assessment']!, { step: 'prepare' })],
  msf_round: () => [of(id['assessment']!, { summary: { said: words } })],
  ticket: () => [of(id['assessment']!, { way: 'email', submitted_at: null, cancelled_at: null, denied_at: null })],
})
