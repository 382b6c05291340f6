import { z } from 'zod'
import type { ArchivedName } from '#domain/reports/archive-tables.ts'

/** What becomes of a part of an archive (R6, K5). */
export const FATES = ['in', 'kept', 'left', 'elsewhere'] as const

export const ArchivePart = z.object({
  label: z.string(),
  /** `in`: it becomes the owner's own here; `kept`: it is kept to be read and counts for nothing; `left`: it stays out, `why` says why; `elsewhere`:
   * it is listed as signed elsewhere. */
  fate: z.enum(FATES),
  rows: z.int(),
  /** Of those that come in: here already. */
  here: z.int(),
  why: z.string(),
})
export type ArchivePart = z.infer<typeof ArchivePart>

/** What an archive was found to hold. */
export const FoundArchive = z.object({
  owner: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  server: z.string(),
  madeAt: z.iso.datetime(),
  /** Whether it is the account's own, coming back. */
  isOwn: z.boolean(),
  /** How many rows each of its files holds. */
  rows: z.record(z.string(), z.int()),
  parts: z.array(ArchivePart),
  /** What is to be known beside, in words. */
  notes: z.array(z.string()),
  /** Whether what has no place here is kept, to be read. */
  keeps: z.boolean(),
})
export type FoundArchive = z.infer<typeof FoundArchive>

/** Tables whose rows are read to be brought in, by their name in the archive. They stand in the order in which they are brought in. */
export const BROUGHT = [
  'tag',
  'entry',
  'professional_certificate',
  'exam_result',
  'item',
  'item_tag',
  'file',
  'library_folder',
  'library_file',
  'change_answer',
  'guard_override',
  'entry_part',
  'entry_about',
  'objective',
  'objective_item',
  'appraisal_year',
  'appraisal_record',
  'appraisal_ended_objective',
  'import_mapping',
  'draft',
  'preference',
] as const satisfies readonly ArchivedName[]
export type Brought = (typeof BROUGHT)[number]

/** Kinds of item that are the owner's own to bring anywhere. */
export const BROUGHT_KINDS: ReadonlySet<string> = new Set(['own', 'library file'])

/** How an owner may have made a row themselves; a row of another source says 'imported'. */
export const OWN_SOURCES: ReadonlySet<string> = new Set(['entered', 'photographed', 'copied', 'captured', 'imported'])

/** What has no place in another account, by what a person calls it; `count` is the file whose rows are counted. */
export const KEPT_GROUPS: readonly { readonly label: string; readonly count: string; readonly names: readonly string[] }[] = [
  {
    label: 'Learning modules, with attempts and certificates',
    count: 'enrolment',
    names: ['enrolment', 'attempt', 'attempt-answer', 'certificate', 'credit-award'],
  },
  {
    label: 'Forms: assessments, meetings and others',
    count: 'entry',
    names: ['entry', 'entry-step', 'entry-gathered', 'ticket', 'msf-round', 'reflection-offer'],
  },
  { label: 'What others wrote about reflections and forms', count: 'entry-comment', names: ['entry-comment'] },
  { label: 'With whom reflections were shared', count: 'entry-share', names: ['entry-share'] },
  { label: 'Professional certificates that the college entered', count: 'professional-certificate', names: ['professional-certificate'] },
  { label: 'Results of exams that the college entered', count: 'exam-result', names: ['exam-result'] },
  { label: 'Verifications', count: 'verification', names: ['verification'] },
  { label: 'Lines of logs', count: 'log-row', names: ['log-row', 'log-counted', 'log-upload'] },
  { label: 'Agreements to objectives', count: 'objective-agreement', names: ['objective-agreement'] },
  { label: 'What others wrote about objectives', count: 'objective-comment', names: ['objective-comment'] },
  { label: 'Declarations', count: 'declaration', names: ['declaration', 'declaration-reading'] },
  { label: 'Sign-offs', count: 'sign-off', names: ['sign-off', 'self-assessment', 'evidence-version', 'evidence-version-file'] },
  { label: 'Links to a curriculum', count: 'evidence-link', names: ['evidence-link', 'proposed-link', 'curriculum-move'] },
  {
    label: 'Posts',
    count: 'placement',
    names: [
      'placement',
      'trainee',
      'training-year',
      'relation',
      'first-step',
      'supervisor-correction',
      'absence',
      'agenda-point',
      'presentation',
    ],
  },
  { label: 'Connections, and what was sent', count: 'connection', names: ['connection', 'delivery', 'delivery-attempt'] },
  { label: 'Drafts', count: 'draft', names: ['draft'] },
  { label: 'The trail of who looked and what changed', count: 'who-looked', names: ['who-looked'] },
  { label: 'Personal details', count: 'person', names: ['person', 'learner'] },
  {
    label: 'What an appraiser was shown, and what they said and agreed to',
    count: 'appraisal-share',
    names: ['appraisal-share', 'appraisal-share-item', 'appraisal-comment', 'credit-agreement', 'credit-agreement-item'],
  },
  { label: 'What was brought in before', count: 'import', names: ['import', 'imported-row'] },
  { label: 'Archives brought in before', count: 'brought-archive', names: ['brought-archive'] },
  { label: 'Decisions about what was signed elsewhere', count: 'elsewhere-decision', names: ['elsewhere-decision', 'signed-elsewhere'] },
]
