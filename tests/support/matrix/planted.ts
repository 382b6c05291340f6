import type { RecordKind } from '#domain/accounts/permission-table.ts'

/** Words that stand in one place of a record only, to be found wherever they leak. */
export const PLANTED = {
  gender: 'quillgender',
  disability: 'quilldisability',
  draft: 'quilldraft',
  reason: 'quillreason',
  tag: 'quilltag',
  unlinked: 'quillunlinked',
  notes: 'quillnotes',
  assessment: 'quillassessment',
  folder: 'quillfolder',
  library: 'quilllibrary.pdf',
  health: 'quillhealth',
  probity: 'quillprobity',
  absence: 'quillabsence',
  signOff: 'quillsignoff',
  correction: 'quillcorrection',
  log: 'quilllog',
  agenda: 'quillagenda',
  scratch: 'quillscratch',
  learning: 'quilllearning',
  shared: 'quillshared',
} as const

/** Who may read each: those who may read this kind and section. */
export const READ_AS: Readonly<Record<keyof typeof PLANTED, readonly [RecordKind, string]>> = {
  gender: ['profile', 'equality'],
  disability: ['profile', 'equality'],
  draft: ['draft', 'whole'],
  reason: ['item', 'whole'],
  tag: ['tag', 'whole'],
  unlinked: ['item', 'whole'],
  notes: ['item', 'whole'],
  assessment: ['self_assessment', 'whole'],
  folder: ['library_file', 'private'],
  library: ['library_file', 'private'],
  health: ['declaration', 'health'],
  probity: ['declaration', 'probity'],
  absence: ['absence', 'whole'],
  signOff: ['sign_off', 'whole'],
  correction: ['supervisor_correction', 'request'],
  log: ['log', 'whole'],
  agenda: ['agenda_point', 'whole'],
  scratch: ['reflection', 'private'],
  learning: ['reflection', 'private'],
  shared: ['reflection', 'shared'],
}
