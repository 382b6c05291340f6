/**
 * What becomes of each owner-scoped table when an account is erased (A10). Each stands here, in `ERASED` or in `KEPT`; a test compares
 * with the schema. In order: what refers to a row goes before the row.
 */
export const ERASED = [
  'absence',
  'agenda_point',
  'attempt_answer',
  'audit',
  'calendar_feed',
  'certificate',
  'change_answer',
  'connection_request',
  'credit_award',
  'declaration',
  'declaration_reading',
  'delivery',
  'delivery_attempt',
  'draft',
  'enrolment_reminder',
  'entry_about',
  'entry_comment',
  'entry_gathered',
  'entry_part',
  'entry_share',
  'entry_step',
  'evidence_link',
  'evidence_version_file',
  'exam_result',
  'file',
  'first_step',
  'guard_override',
  'item_tag',
  'learner',
  'library_file',
  'log_counted',
  'log_row',
  'looked_at',
  'message',
  'msf_draft',
  'msf_reply',
  'objective_agreement',
  'objective_comment',
  'placement',
  'preference',
  'presentation',
  'professional_certificate',
  'proposed_link',
  'recovery_code',
  'reflection_offer',
  'relation_by_person',
  'report',
  'second_factor',
  'supervisor_correction',
  'ticket_link',
  'token_revocation',
  'upload',
  'attempt',
  'connection',
  'curriculum_move',
  'evidence_version',
  'library_folder',
  'log_upload',
  'msf_rater',
  'msf_round',
  'objective',
  'relation',
  'tag',
  'ticket',
  'verification',
  'enrolment',
  'entry',
  'sign_off',
  'item',
  'self_assessment',
  'training_year',
  'trainee',
] as const
export type ErasedTable = (typeof ERASED)[number]

/** Rows of these refer to one another, so they go all at once; there are few. */
export const ERASED_AT_ONCE: ReadonlySet<string> = new Set(['declaration', 'library_folder'])

/** Erased too, in the last step, which says that it is done. */
export const ERASED_LAST = ['person', 'closing'] as const

/** What stays, and why. */
export const KEPT: Readonly<Record<string, string>> = {
  chain_link: 'Hashes, kinds and times alone: who holds a signed head can go on proving what was not altered (A9).',
  signed_record:
    'What was signed in training: the programme’s record, for the period the programme set; erased at once where there is none.',
  kept_record: 'Whose signed training records a programme keeps, and to which day: by this it finds them, and by this they go.',
  kept_name: 'The name of who signed or did something in the records of others, so that their trails still say who.',
}
