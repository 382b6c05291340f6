// Written by scripts/generate-tables.ts from the migrated schema. Do not edit.
import type { ColumnType } from 'kysely'

export interface AbsenceTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  type: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
  half_days: ColumnType<number, number, number>
  note: ColumnType<string, string | undefined, string>
  recorded_by: ColumnType<string, string, string>
  recorded_at: ColumnType<Date, Date | string | undefined, Date | string>
  taken_back_by: ColumnType<string | null, string | null | undefined, string | null>
  taken_back_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface AgendaPointTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  text: ColumnType<string, string, string>
  raised_by: ColumnType<string, string, string>
  raised_at: ColumnType<Date, Date | string | undefined, Date | string>
  meeting_item_id: ColumnType<string | null, string | null | undefined, string | null>
  done_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface AppraisalCommentTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  share_id: ColumnType<string, string, string>
  item_id: ColumnType<string | null, string | null | undefined, string | null>
  by_name: ColumnType<string, string, string>
  by_id: ColumnType<string | null, string | null | undefined, string | null>
  text: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface AppraisalEndedObjectiveTable {
  owner_id: ColumnType<string, string, string>
  objective_id: ColumnType<string, string, string>
  year_id: ColumnType<string, string, string>
}

export interface AppraisalRecordTable {
  owner_id: ColumnType<string, string, string>
  year_id: ColumnType<string, string, string>
  sum: ColumnType<unknown, string, string>
  closed_at: ColumnType<Date, Date | string, Date | string>
}

export interface AppraisalShareTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  way: ColumnType<string, string, string>
  for_name: ColumnType<string, string, string>
  for_email: ColumnType<string, string | undefined, string>
  person_id: ColumnType<string | null, string | null | undefined, string | null>
  token_hash: ColumnType<string, string, string>
  view: ColumnType<unknown, string, string>
  parts: ColumnType<string[], string[] | undefined, string[]>
  ends_on: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string, Date | string>
  revoked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  appraiser_name: ColumnType<string, string | undefined, string>
  readings: ColumnType<number, number | undefined, number>
  read_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  told_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface AppraisalShareByPersonTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  of_owner_id: ColumnType<string, string, string>
}

export interface AppraisalShareItemTable {
  owner_id: ColumnType<string, string, string>
  share_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
}

export interface AppraisalYearTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  to_on: ColumnType<string, string, string>
  state: ColumnType<string, string, string>
  prepared_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  discussed_on: ColumnType<string | null, string | null | undefined, string | null>
  discussed_with: ColumnType<string, string | undefined, string>
  leave: ColumnType<unknown, string | undefined, string>
  begun_at: ColumnType<Date, Date | string, Date | string>
  version: ColumnType<number, number | undefined, number>
}

export interface ArchiveTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  state: ColumnType<string, string | undefined, string>
  progress: ColumnType<number, number | undefined, number>
  items: ColumnType<number, number | undefined, number>
  files: ColumnType<number, number | undefined, number>
  missing: ColumnType<number, number | undefined, number>
  file_name: ColumnType<string | null, string | null | undefined, string | null>
  size_bytes: ColumnType<number | null, number | null | undefined, number | null>
  stored_as: ColumnType<string | null, string | null | undefined, string | null>
  reason: ColumnType<string | null, string | null | undefined, string | null>
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  attempts: ColumnType<number, number | undefined, number>
  created_at: ColumnType<Date, Date | string, Date | string>
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface AttemptTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  enrolment_id: ColumnType<string, string, string>
  module_id: ColumnType<string, string, string>
  edition: ColumnType<string, string, string>
  place: ColumnType<number, number | undefined, number>
  started_on: ColumnType<string, string, string>
  begun_at: ColumnType<Date, Date | string | undefined, Date | string>
  submitted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  submitted_on: ColumnType<string | null, string | null | undefined, string | null>
  right_answers: ColumnType<number | null, number | null | undefined, number | null>
  questions: ColumnType<number | null, number | null | undefined, number | null>
  passed: ColumnType<boolean | null, boolean | null | undefined, boolean | null>
  voided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface AttemptAnswerTable {
  owner_id: ColumnType<string, string, string>
  attempt_id: ColumnType<string, string, string>
  part: ColumnType<string, string, string>
  question_id: ColumnType<string, string, string>
  option: ColumnType<number, number, number>
  answered_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface AuditTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string | undefined, Date | string>
  person_id: ColumnType<string | null, string | null | undefined, string | null>
  act: ColumnType<string, string, string>
  record_kind: ColumnType<string, string, string>
  record_id: ColumnType<string | null, string | null | undefined, string | null>
  about: ColumnType<string, string | undefined, string>
  changes: ColumnType<unknown, string | undefined, string>
}

export interface BackupRunTable {
  id: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string | undefined, Date | string>
  size_bytes: ColumnType<number, number, number>
}

export interface BroughtArchiveTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  from_owner: ColumnType<string, string, string>
  from_name: ColumnType<string, string, string>
  server: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string, Date | string>
  brought_at: ColumnType<Date, Date | string, Date | string>
  name: ColumnType<string, string, string>
  media_type: ColumnType<string, string, string>
  size_bytes: ColumnType<number, number, number>
  sha256: ColumnType<string, string, string>
  stored_as: ColumnType<string, string, string>
}

export interface BroughtRowTable {
  owner_id: ColumnType<string, string, string>
  part: ColumnType<string, string, string>
  from_owner: ColumnType<string, string, string>
  from_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  import_id: ColumnType<string, string, string>
  as_brought: ColumnType<string, string | undefined, string>
}

export interface CalendarFeedTable {
  owner_id: ColumnType<string, string, string>
  token_hash: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string, Date | string>
}

export interface CertificateTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  attempt_id: ColumnType<string, string, string>
  module_id: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  minutes: ColumnType<number, number, number>
  passed_on: ColumnType<string, string, string>
  awards: ColumnType<unknown, string, string>
  secret: ColumnType<string, string, string>
  voided_on: ColumnType<string | null, string | null | undefined, string | null>
  issued_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface CertificateReminderTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  expires_on: ColumnType<string, string, string>
  days_before: ColumnType<number, number, number>
  told_at: ColumnType<Date, Date | string, Date | string>
}

export interface ChainLinkTable {
  owner_id: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  previous: ColumnType<string | null, string | null | undefined, string | null>
  record_hash: ColumnType<string, string, string>
  kind: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
  hash: ColumnType<string, string, string>
}

export interface ChangeAnswerTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  lasted: ColumnType<string, string, string>
  note: ColumnType<string, string | undefined, string>
  answered_on: ColumnType<string, string, string>
}

export interface ClosingTable {
  owner_id: ColumnType<string, string, string>
  asked_at: ColumnType<Date, Date | string, Date | string>
  erase_at: ColumnType<Date, Date | string, Date | string>
  paused: ColumnType<string[], string[] | undefined, string[]>
  warned_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  erasing_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ConnectionTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  connector_id: ColumnType<string, string, string>
  issuer: ColumnType<string, string, string>
  subject: ColumnType<string, string, string>
  state: ColumnType<string, string, string>
  send_notes: ColumnType<boolean, boolean | undefined, boolean>
  send_impact: ColumnType<boolean, boolean | undefined, boolean>
  seen_what_is_sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  connected_at: ColumnType<Date, Date | string | undefined, Date | string>
  paused_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  last_success_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  access_token: ColumnType<string | null, string | null | undefined, string | null>
  refresh_token: ColumnType<string | null, string | null | undefined, string | null>
  access_expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  refreshing_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ConnectionRequestTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  connector_id: ColumnType<string, string, string>
  state_hash: ColumnType<string, string, string>
  verifier: ColumnType<string, string, string>
  nonce: ColumnType<string, string, string>
  expires_at: ColumnType<Date, Date | string, Date | string>
  used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ConnectorCircuitTable {
  connector_id: ColumnType<string, string, string>
  failures: ColumnType<number, number | undefined, number>
  open_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface CreditAgreementTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  share_id: ColumnType<string, string, string>
  by_name: ColumnType<string, string, string>
  by_id: ColumnType<string | null, string | null | undefined, string | null>
  note: ColumnType<string, string | undefined, string>
  accreditor_id: ColumnType<string | null, string | null | undefined, string | null>
  counted: ColumnType<number, string, string>
  impact: ColumnType<number, string, string>
  not_counted: ColumnType<number, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface CreditAgreementItemTable {
  owner_id: ColumnType<string, string, string>
  agreement_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  version: ColumnType<string, string, string>
  counted: ColumnType<number | null, string | null | undefined, string | null>
  impact: ColumnType<number | null, string | null | undefined, string | null>
}

export interface CreditAwardTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  accreditor_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  amount: ColumnType<number, string, string>
  awarded_on: ColumnType<string, string, string>
  voided_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface CurriculumEditionTable {
  curriculum_id: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  document: ColumnType<unknown, string, string>
  changes: ColumnType<unknown, string | undefined, string>
  back_to: ColumnType<number | null, number | null | undefined, number | null>
  edited_by: ColumnType<string, string, string>
  edited_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface CurriculumMoveTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  trainee_id: ColumnType<string, string, string>
  from_curriculum: ColumnType<string, string, string>
  to_curriculum: ColumnType<string, string, string>
  moved_by: ColumnType<string, string, string>
  moved_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface DeclarationTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  kind: ColumnType<string, string, string>
  signed_by: ColumnType<string, string, string>
  signed_as: ColumnType<string, string, string>
  signer_name: ColumnType<string, string, string>
  text_id: ColumnType<string, string, string>
  text_version: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  body: ColumnType<string, string, string>
  sections: ColumnType<string[], string[], string[]>
  detail: ColumnType<string, string | undefined, string>
  corrects: ColumnType<string | null, string | null | undefined, string | null>
  number: ColumnType<number, number, number>
  signed_on: ColumnType<string, string, string>
  signed_at: ColumnType<Date, Date | string, Date | string>
}

export interface DeclarationReadingTable {
  owner_id: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  person_id: ColumnType<string, string, string>
  text_id: ColumnType<string, string, string>
  section: ColumnType<string, string, string>
  opened_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface DeliveryTable {
  owner_id: ColumnType<string, string, string>
  connection_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  state: ColumnType<string, string, string>
  revision: ColumnType<number, number | undefined, number>
  sent_revision: ColumnType<number | null, number | null | undefined, number | null>
  sent_hash: ColumnType<string | null, string | null | undefined, string | null>
  sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  record_id: ColumnType<string | null, string | null | undefined, string | null>
  record_address: ColumnType<string | null, string | null | undefined, string | null>
  fault: ColumnType<string | null, string | null | undefined, string | null>
  asked_at: ColumnType<Date, Date | string | undefined, Date | string>
  next_try_at: ColumnType<Date, Date | string | undefined, Date | string>
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  attempts: ColumnType<number, number | undefined, number>
  claim: ColumnType<number, number | undefined, number>
  calling_since: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  tried_hash: ColumnType<string | null, string | null | undefined, string | null>
  tried_changed: ColumnType<number | null, number | null | undefined, number | null>
  sent_changed: ColumnType<number | null, number | null | undefined, number | null>
  stopped_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface DeliveryAttemptTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  connection_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string | undefined, Date | string>
  revision: ColumnType<number, number, number>
  title: ColumnType<string, string, string>
  payload: ColumnType<unknown, string, string>
  outcome: ColumnType<string, string, string>
  receipt: ColumnType<unknown | null, string | null | undefined, string | null>
  fault: ColumnType<string | null, string | null | undefined, string | null>
}

export interface DraftTable {
  owner_id: ColumnType<string, string, string>
  form: ColumnType<string, string, string>
  body: ColumnType<unknown, string, string>
  saved_at: ColumnType<Date, Date | string | undefined, Date | string>
  begun_at: ColumnType<Date, Date | string, Date | string>
}

export interface ElsewhereDecisionTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  record_id: ColumnType<string, string, string>
  answer: ColumnType<string, string, string>
  reason: ColumnType<string, string, string>
  decided_by: ColumnType<string, string, string>
  decided_by_name: ColumnType<string, string, string>
  decided_as: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface EnrolmentTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  module_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  is_current: ColumnType<boolean, boolean | undefined, boolean>
  made_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface EnrolmentReminderTable {
  owner_id: ColumnType<string, string, string>
  trainee_id: ColumnType<string, string, string>
  days_before: ColumnType<number, number, number>
  told_at: ColumnType<Date, Date | string, Date | string>
}

export interface EntryTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  form_id: ColumnType<string, string, string>
  training_year_id: ColumnType<string | null, string | null | undefined, string | null>
  placement: ColumnType<string, string | undefined, string>
  event_on: ColumnType<string, string, string>
  asked_id: ColumnType<string | null, string | null | undefined, string | null>
  corrects: ColumnType<string | null, string | null | undefined, string | null>
  begun_by: ColumnType<string, string, string>
  begun_at: ColumnType<Date, Date | string, Date | string>
  told_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface EntryAboutTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  about_id: ColumnType<string, string, string>
}

export interface EntryCommentTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  by_id: ColumnType<string, string, string>
  by_name: ColumnType<string, string, string>
  by_as: ColumnType<string, string, string>
  text: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface EntryGatheredTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  parts: ColumnType<unknown, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface EntryPartTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  section: ColumnType<string, string, string>
  answers: ColumnType<unknown, string, string>
  version: ColumnType<number, number | undefined, number>
  saved_by: ColumnType<string | null, string | null | undefined, string | null>
  saved_at: ColumnType<Date, Date | string, Date | string>
}

export interface EntryShareTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  audience: ColumnType<string, string, string>
  shared_at: ColumnType<Date, Date | string, Date | string>
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface EntryStepTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  step: ColumnType<string, string, string>
  by_id: ColumnType<string | null, string | null | undefined, string | null>
  by_name: ColumnType<string, string, string>
  by_as: ColumnType<string, string, string>
  by_role: ColumnType<string, string | undefined, string>
  by_body: ColumnType<string, string | undefined, string>
  by_number: ColumnType<string, string | undefined, string>
  answers: ColumnType<unknown, string, string>
  number: ColumnType<number | null, number | null | undefined, number | null>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface EvidenceLinkTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  curriculum_id: ColumnType<string, string, string>
  item_code: ColumnType<string, string, string>
  linked_by: ColumnType<string, string, string>
  linked_at: ColumnType<Date, Date | string, Date | string>
  unlinked_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface EvidenceVersionTable {
  owner_id: ColumnType<string, string, string>
  sign_off_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  item_version: ColumnType<number, number, number>
  title: ColumnType<string, string, string>
  type: ColumnType<string | null, string | null | undefined, string | null>
  started_on: ColumnType<string | null, string | null | undefined, string | null>
  completed_on: ColumnType<string | null, string | null | undefined, string | null>
  notes: ColumnType<string, string, string>
  hash: ColumnType<string, string, string>
  filled: ColumnType<unknown | null, string | null | undefined, string | null>
}

export interface EvidenceVersionFileTable {
  owner_id: ColumnType<string, string, string>
  sign_off_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  file_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  media_type: ColumnType<string, string, string>
  size_bytes: ColumnType<number, number, number>
  sha256: ColumnType<string, string, string>
  stored_as: ColumnType<string, string, string>
}

export interface ExamResultTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  curriculum_id: ColumnType<string | null, string | null | undefined, string | null>
  item_code: ColumnType<string | null, string | null | undefined, string | null>
  awarding_body: ColumnType<string, string | undefined, string>
  candidate_number: ColumnType<string, string | undefined, string>
  diet: ColumnType<string, string | undefined, string>
  taken_on: ColumnType<string, string, string>
  result: ColumnType<string, string, string>
  source: ColumnType<string, string | undefined, string>
  corrects: ColumnType<string | null, string | null | undefined, string | null>
}

export interface FileTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  media_type: ColumnType<string, string, string>
  size_bytes: ColumnType<number, number, number>
  sha256: ColumnType<string, string, string>
  stored_as: ColumnType<string, string, string>
  added_at: ColumnType<Date, Date | string | undefined, Date | string>
  words: ColumnType<string, string | undefined, string>
  text_read_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  text_tries: ColumnType<number, number | undefined, number>
  text_claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface FirstAdministratorLinkTable {
  only_one: ColumnType<boolean, boolean | undefined, boolean>
  token_hash: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface FirstStepTable {
  owner_id: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  step: ColumnType<string, string, string>
  checked_at: ColumnType<Date, Date | string, Date | string>
}

export interface GuardOverrideTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  field: ColumnType<string, string, string>
  rule: ColumnType<string, string, string>
  reason: ColumnType<string, string, string>
  person_id: ColumnType<string | null, string | null | undefined, string | null>
  kept_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface GuideRatingTable {
  id: ColumnType<string, string, string>
  topic: ColumnType<string, string, string>
  helped: ColumnType<boolean, boolean, boolean>
  note: ColumnType<string, string | undefined, string>
  at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ImportTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  kind: ColumnType<string, string, string>
  file_name: ColumnType<string, string, string>
  size_bytes: ColumnType<number, number, number>
  sha256: ColumnType<string, string, string>
  stored_as: ColumnType<string | null, string | null | undefined, string | null>
  state: ColumnType<string, string | undefined, string>
  progress: ColumnType<number, number | undefined, number>
  found: ColumnType<unknown | null, string | null | undefined, string | null>
  mapping: ColumnType<unknown | null, string | null | undefined, string | null>
  ambiguous: ColumnType<number, number | undefined, number>
  lines: ColumnType<number, number | undefined, number>
  added: ColumnType<number, number | undefined, number>
  already: ColumnType<number, number | undefined, number>
  kept: ColumnType<number, number | undefined, number>
  reason: ColumnType<string | null, string | null | undefined, string | null>
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  attempts: ColumnType<number, number | undefined, number>
  tries: ColumnType<number, number | undefined, number>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  changed_at: ColumnType<Date, Date | string | undefined, Date | string>
  brought_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  undone_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ImportLineTable {
  owner_id: ColumnType<string, string, string>
  import_id: ColumnType<string, string, string>
  line: ColumnType<number, number, number>
  cells: ColumnType<unknown, string, string>
  mended: ColumnType<unknown, string | undefined, string>
  left_out: ColumnType<boolean, boolean | undefined, boolean>
  already: ColumnType<boolean, boolean | undefined, boolean>
  faults: ColumnType<unknown, string | undefined, string>
  from_line: ColumnType<string, string, string>
}

export interface ImportMappingTable {
  owner_id: ColumnType<string, string, string>
  headers: ColumnType<string, string, string>
  mapping: ColumnType<unknown, string, string>
  used_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ImportPartTable {
  owner_id: ColumnType<string, string, string>
  import_id: ColumnType<string, string, string>
  part: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  row: ColumnType<unknown, string, string>
  stored: ColumnType<unknown | null, string | null | undefined, string | null>
}

export interface ImportedRowTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  import_id: ColumnType<string, string, string>
  line: ColumnType<number, number, number>
  from_line: ColumnType<string, string, string>
  as_row: ColumnType<string, string, string>
  tag_ids: ColumnType<string[], string[] | undefined, string[]>
  file_ids: ColumnType<string[], string[] | undefined, string[]>
}

export interface InvitationTable {
  id: ColumnType<string, string, string>
  email: ColumnType<string, string, string>
  programme_id: ColumnType<string, string, string>
  training_year: ColumnType<string, string, string>
  starts_on: ColumnType<string, string, string>
  token_hash: ColumnType<string, string, string>
  invited_by: ColumnType<string, string, string>
  invited_at: ColumnType<Date, Date | string | undefined, Date | string>
  fee_note: ColumnType<string, string | undefined, string>
  accepted_by: ColumnType<string | null, string | null | undefined, string | null>
  accepted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  withdrawn_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ItemTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  kind: ColumnType<string, string | undefined, string>
  source: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  type: ColumnType<string | null, string | null | undefined, string | null>
  status: ColumnType<string, string, string>
  link: ColumnType<string, string | undefined, string>
  notes: ColumnType<string, string | undefined, string>
  started_on: ColumnType<string | null, string | null | undefined, string | null>
  completed_on: ColumnType<string | null, string | null | undefined, string | null>
  added_on: ColumnType<string, string, string>
  learned_on: ColumnType<string, never, never>
  personal: ColumnType<number | null, string | null | undefined, string | null>
  personal_reason: ColumnType<string, string | undefined, string>
  impact: ColumnType<number | null, string | null | undefined, string | null>
  clinical: ColumnType<string | null, string | null | undefined, string | null>
  setting: ColumnType<string | null, string | null | undefined, string | null>
  participatory: ColumnType<boolean, boolean | undefined, boolean>
  practice_before: ColumnType<string, string | undefined, string>
  practice_after: ColumnType<string, string | undefined, string>
  practice_changes: ColumnType<string, string | undefined, string>
  change_check_on: ColumnType<string | null, string | null | undefined, string | null>
  tag_ids: ColumnType<string[], string[] | undefined, string[]>
  tag_text: ColumnType<string, string | undefined, string>
  file_count: ColumnType<number, number | undefined, number>
  file_text: ColumnType<string, string | undefined, string>
  version: ColumnType<number, number | undefined, number>
  added_at: ColumnType<Date, Date | string | undefined, Date | string>
  changed_at: ColumnType<Date, Date | string | undefined, Date | string>
  binned_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  link_key: ColumnType<string, string | undefined, string>
  words: ColumnType<string, never, never>
}

export interface ItemTagTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  tag_id: ColumnType<string, string, string>
}

export interface KeptNameTable {
  owner_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
}

export interface KeptRecordTable {
  owner_id: ColumnType<string, string, string>
  programme_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  professional_number: ColumnType<string, string, string>
  erased_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
}

export interface LearnerTable {
  owner_id: ColumnType<string, string, string>
  specialties: ColumnType<string[], string[], string[]>
}

export interface LibraryFileTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  folder_id: ColumnType<string | null, string | null | undefined, string | null>
}

export interface LibraryFolderTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  parent_id: ColumnType<string | null, string | null | undefined, string | null>
  name: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface LogCountedTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  reason: ColumnType<string, string, string>
}

export interface LogRowTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  log: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
  amount: ColumnType<number, string, string>
  recognised: ColumnType<boolean, boolean | undefined, boolean>
  why_not: ColumnType<string[], string[] | undefined, string[]>
  is_brought: ColumnType<boolean, boolean | undefined, boolean>
  fields: ColumnType<unknown, string, string>
  corrects: ColumnType<string | null, string | null | undefined, string | null>
  upload_id: ColumnType<string | null, string | null | undefined, string | null>
}

export interface LogUploadTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  sha256: ColumnType<string, string, string>
  uploaded_by: ColumnType<string, string, string>
  uploaded_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface LookedAtTable {
  owner_id: ColumnType<string, string, string>
  viewer_id: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface MessageTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  recipient: ColumnType<string, string, string>
  subject: ColumnType<string, string, string>
  body_text: ColumnType<string, string, string>
  body_html: ColumnType<string, string, string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  attempts: ColumnType<number, number | undefined, number>
  sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  fault: ColumnType<string | null, string | null | undefined, string | null>
  category: ColumnType<string, string | undefined, string>
  withheld_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface MigrationTable {
  number: ColumnType<number, number, number>
  name: ColumnType<string, string, string>
  sha256: ColumnType<string, string, string>
  applied_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ModuleEditionTable {
  module_id: ColumnType<string, string, string>
  hash: ColumnType<string, string, string>
  content: ColumnType<unknown, string, string>
  kept_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface ModulePictureTable {
  sha256: ColumnType<string, string, string>
  media_type: ColumnType<string, string, string>
  bytes: ColumnType<Buffer, Buffer, Buffer>
}

export interface MsfDraftTable {
  owner_id: ColumnType<string, string, string>
  rater_id: ColumnType<string, string, string>
  sealed: ColumnType<string, string, string>
  version: ColumnType<number, number, number>
}

export interface MsfRaterTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  email: ColumnType<string, string, string>
  mailbox: ColumnType<string, string, string>
  role: ColumnType<string, string, string>
  is_free_mail: ColumnType<boolean, boolean, boolean>
  token_hash: ColumnType<string, string, string>
  sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  is_reminded: ColumnType<boolean, boolean | undefined, boolean>
  sent_as: ColumnType<string | null, string | null | undefined, string | null>
  is_declined: ColumnType<boolean, boolean | undefined, boolean>
  is_taken_back: ColumnType<boolean, boolean | undefined, boolean>
}

export interface MsfReplyTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  sealed: ColumnType<string, string, string>
}

export interface MsfRoundTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  started_at: ColumnType<Date, Date | string, Date | string>
  closes_on: ColumnType<string, string, string>
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  read_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  set_aside_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  set_aside_because: ColumnType<string, string | undefined, string>
  reminders: ColumnType<number, number | undefined, number>
  reminded_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  salt: ColumnType<string | null, string | null | undefined, string | null>
  left_out: ColumnType<unknown, string | undefined, string>
  asked: ColumnType<number | null, number | null | undefined, number | null>
  answered: ColumnType<number | null, number | null | undefined, number | null>
  summary: ColumnType<unknown | null, string | null | undefined, string | null>
}

export interface ObjectiveTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  objective: ColumnType<string, string, string>
  target_on: ColumnType<string, string, string>
  plan: ColumnType<string, string | undefined, string>
  measure: ColumnType<string, string | undefined, string>
  outcome: ColumnType<string, string | undefined, string>
  state: ColumnType<string, string, string>
  reason: ColumnType<string, string | undefined, string>
  codes: ColumnType<string[], string[] | undefined, string[]>
  version: ColumnType<number, number | undefined, number>
  made_at: ColumnType<Date, Date | string, Date | string>
  changed_at: ColumnType<Date, Date | string, Date | string>
}

export interface ObjectiveAgreementTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  objective_id: ColumnType<string, string, string>
  agreed_by: ColumnType<string, string, string>
  agreed_by_name: ColumnType<string, string, string>
  meeting_item_id: ColumnType<string | null, string | null | undefined, string | null>
  number: ColumnType<number, number, number>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface ObjectiveCommentTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  objective_id: ColumnType<string, string, string>
  by_id: ColumnType<string, string, string>
  by_name: ColumnType<string, string, string>
  by_as: ColumnType<string, string, string>
  text: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface ObjectiveItemTable {
  owner_id: ColumnType<string, string, string>
  objective_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  linked_at: ColumnType<Date, Date | string, Date | string>
}

export interface PersonTable {
  owner_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  mobile: ColumnType<string, string | undefined, string>
  work_phone: ColumnType<string, string | undefined, string>
  professional_body: ColumnType<string, string | undefined, string>
  professional_number: ColumnType<string, string | undefined, string>
  grade: ColumnType<string, string | undefined, string>
  specialty: ColumnType<string, string | undefined, string>
  time_zone: ColumnType<string, string | undefined, string>
  date_of_birth: ColumnType<string | null, string | null | undefined, string | null>
  gender: ColumnType<string, string | undefined, string>
  ethnicity: ColumnType<string, string | undefined, string>
  disability: ColumnType<string, string | undefined, string>
  photo_as: ColumnType<string | null, string | null | undefined, string | null>
  pending_email: ColumnType<string | null, string | null | undefined, string | null>
  pending_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  version: ColumnType<number, number | undefined, number>
  registered_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface PlacementTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  post: ColumnType<string, string, string>
  specialty: ColumnType<string, string | undefined, string>
  site: ColumnType<string, string, string>
  employer: ColumnType<string, string | undefined, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
  working_percent: ColumnType<number, number | undefined, number>
  given_by: ColumnType<string, string, string>
  given_at: ColumnType<Date, Date | string | undefined, Date | string>
  ended_by: ColumnType<string | null, string | null | undefined, string | null>
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface PreferenceTable {
  owner_id: ColumnType<string, string, string>
  columns: ColumnType<string[], string[], string[]>
  tag_sets: ColumnType<string[], string[], string[]>
  accreditor_id: ColumnType<string | null, string | null | undefined, string | null>
  unit: ColumnType<string, string, string>
  yearly_target: ColumnType<number | null, number | null | undefined, number | null>
  year_starts_in: ColumnType<number, number, number>
  schemes: ColumnType<unknown, string | undefined, string>
  theme: ColumnType<string, string, string>
  news_seen: ColumnType<string | null, string | null | undefined, string | null>
  mail_off: ColumnType<string[], string[] | undefined, string[]>
  tours_seen: ColumnType<string[], string[] | undefined, string[]>
}

export interface PresentationTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  to_id: ColumnType<string, string, string>
  to_name: ColumnType<string, string, string>
  note: ColumnType<string, string | undefined, string>
  at: ColumnType<Date, Date | string, Date | string>
}

export interface ProfessionalCertificateTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  curriculum_id: ColumnType<string | null, string | null | undefined, string | null>
  item_code: ColumnType<string | null, string | null | undefined, string | null>
  awarding_body: ColumnType<string, string | undefined, string>
  number: ColumnType<string, string | undefined, string>
  issued_on: ColumnType<string, string, string>
  expires_on: ColumnType<string | null, string | null | undefined, string | null>
  source: ColumnType<string, string | undefined, string>
  corrects: ColumnType<string | null, string | null | undefined, string | null>
  renews: ColumnType<string | null, string | null | undefined, string | null>
}

export interface ProgrammeTable {
  id: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  curriculum_id: ColumnType<string, string, string>
  contact_name: ColumnType<string, string | undefined, string>
  contact_email: ColumnType<string, string | undefined, string>
  contact_phone: ColumnType<string, string | undefined, string>
  told_after_months: ColumnType<number, number | undefined, number>
  frozen_after_months: ColumnType<number, number | undefined, number>
  grace_days: ColumnType<number, number | undefined, number>
  version: ColumnType<number, number | undefined, number>
  made_by: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string | undefined, Date | string>
  pace_follows_fraction: ColumnType<boolean, boolean | undefined, boolean>
  pace_follows_absence: ColumnType<boolean, boolean | undefined, boolean>
  kept_years: ColumnType<number, number | undefined, number>
}

export interface ProposedLinkTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  move_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  from_codes: ColumnType<string[], string[], string[]>
  to_curriculum: ColumnType<string, string, string>
  to_code: ColumnType<string, string, string>
  answer: ColumnType<string, string | undefined, string>
  answered_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface RecoveryCodeTable {
  owner_id: ColumnType<string, string, string>
  code_hash: ColumnType<string, string, string>
  used_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface ReflectionOfferTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  programme_id: ColumnType<string, string, string>
  shared_id: ColumnType<string, string, string>
  offered_at: ColumnType<Date, Date | string, Date | string>
  withdrawn_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface RelationTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  person_id: ColumnType<string, string, string>
  relation: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
  given_by: ColumnType<string, string, string>
  given_at: ColumnType<Date, Date | string | undefined, Date | string>
  ended_by: ColumnType<string | null, string | null | undefined, string | null>
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  placement_id: ColumnType<string | null, string | null | undefined, string | null>
}

export interface RelationByPersonTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  record_owner_id: ColumnType<string, string, string>
  relation: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
}

export interface ReportTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  spec: ColumnType<unknown, string, string>
  state: ColumnType<string, string | undefined, string>
  progress: ColumnType<number, number | undefined, number>
  rows: ColumnType<number, number | undefined, number>
  volumes: ColumnType<number, number | undefined, number>
  file_name: ColumnType<string | null, string | null | undefined, string | null>
  size_bytes: ColumnType<number | null, number | null | undefined, number | null>
  stored_as: ColumnType<string | null, string | null | undefined, string | null>
  reason: ColumnType<string | null, string | null | undefined, string | null>
  claimed_until: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  attempts: ColumnType<number, number | undefined, number>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  finished_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface RoleTable {
  id: ColumnType<string, string, string>
  person_id: ColumnType<string, string, string>
  role: ColumnType<string, string, string>
  programme_id: ColumnType<string | null, string | null | undefined, string | null>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string | null, string | null | undefined, string | null>
  given_by: ColumnType<string | null, string | null | undefined, string | null>
  given_at: ColumnType<Date, Date | string | undefined, Date | string>
  ended_by: ColumnType<string | null, string | null | undefined, string | null>
  ended_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface SecondFactorTable {
  owner_id: ColumnType<string, string, string>
  secret: ColumnType<string, string, string>
  last_step: ColumnType<number, number, number>
  on_since: ColumnType<Date, Date | string, Date | string>
}

export interface SelfAssessmentTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  curriculum_id: ColumnType<string, string, string>
  item_code: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  training_year: ColumnType<string, string, string>
  level: ColumnType<string, string, string>
  why: ColumnType<string, string, string>
  assessed_at: ColumnType<Date, Date | string, Date | string>
}

export interface SharedReflectionTable {
  programme_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  form_id: ColumnType<string, string, string>
  state: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  parts: ColumnType<unknown, string, string>
  themes: ColumnType<string[], string[] | undefined, string[]>
  returned_why: ColumnType<string, string | undefined, string>
  published_on: ColumnType<string | null, string | null | undefined, string | null>
  version: ColumnType<number, number | undefined, number>
}

export interface SharedReflectionCommentTable {
  programme_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  shared_id: ColumnType<string, string, string>
  by_id: ColumnType<string, string, string>
  by_name: ColumnType<string, string, string>
  by_as: ColumnType<string, string, string>
  text: ColumnType<string, string, string>
  at: ColumnType<Date, Date | string, Date | string>
  taken_down_by: ColumnType<string | null, string | null | undefined, string | null>
  taken_down_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface SignInWaitTable {
  email_hash: ColumnType<string, string, string>
  failures: ColumnType<number, number, number>
  next_try_at: ColumnType<Date, Date | string, Date | string>
}

export interface SignOffTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  curriculum_id: ColumnType<string, string, string>
  item_code: ColumnType<string, string, string>
  training_year_id: ColumnType<string, string, string>
  training_year: ColumnType<string, string, string>
  answer: ColumnType<string, string, string>
  level: ColumnType<string | null, string | null | undefined, string | null>
  reasons: ColumnType<unknown, string | undefined, string>
  note: ColumnType<string, string | undefined, string>
  signed_by: ColumnType<string, string, string>
  signed_by_name: ColumnType<string, string, string>
  relation: ColumnType<string, string, string>
  signed_at: ColumnType<Date, Date | string, Date | string>
  self_assessment_id: ColumnType<string | null, string | null | undefined, string | null>
  chain_number: ColumnType<number, number, number>
}

export interface SignedElsewhereTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  import_ids: ColumnType<string[], string[], string[]>
  key: ColumnType<string, string, string>
  kind: ColumnType<string, string, string>
  section: ColumnType<string, string, string>
  title: ColumnType<string, string, string>
  type: ColumnType<string | null, string | null | undefined, string | null>
  signed_on: ColumnType<string, string, string>
  signed_at: ColumnType<Date, Date | string, Date | string>
  signer_name: ColumnType<string, string, string>
  signer_as: ColumnType<string, string, string>
  content: ColumnType<unknown, string, string>
  remarks: ColumnType<string[], string[], string[]>
  from_owner: ColumnType<string, string, string>
  from_name: ColumnType<string, string, string>
  server: ColumnType<string, string, string>
  proof: ColumnType<string, string, string>
  number: ColumnType<number | null, number | null | undefined, number | null>
  public_key: ColumnType<string, string, string>
  key_is_ours: ColumnType<boolean, boolean, boolean>
  brought_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface SignedRecordTable {
  owner_id: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  salt: ColumnType<string, string, string>
  canonical: ColumnType<string, string, string>
}

export interface SupervisorCorrectionTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  relation_id: ColumnType<string, string, string>
  says: ColumnType<string, string | undefined, string>
  asked_at: ColumnType<Date, Date | string | undefined, Date | string>
  named_person_id: ColumnType<string | null, string | null | undefined, string | null>
  named_by: ColumnType<string | null, string | null | undefined, string | null>
  named_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  outcome: ColumnType<string | null, string | null | undefined, string | null>
  reason: ColumnType<string, string | undefined, string>
  closed_by: ColumnType<string | null, string | null | undefined, string | null>
  closed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  new_relation_id: ColumnType<string | null, string | null | undefined, string | null>
}

export interface TagTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  label: ColumnType<string, string, string>
  set_id: ColumnType<string, string | undefined, string>
  key: ColumnType<string, string, string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface TicketTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  way: ColumnType<string, string, string>
  assessor_name: ColumnType<string, string, string>
  assessor_email: ColumnType<string, string, string>
  assessor_role: ColumnType<string, string, string>
  note: ColumnType<string, string | undefined, string>
  is_free_mail: ColumnType<boolean, boolean | undefined, boolean>
  created_at: ColumnType<Date, Date | string, Date | string>
  sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  last_sent_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  reminders: ColumnType<number, number | undefined, number>
  auto_reminded_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  expires_at: ColumnType<Date, Date | string, Date | string>
  begun_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  draft: ColumnType<unknown, string | undefined, string>
  draft_version: ColumnType<number, number | undefined, number>
  draft_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  submitted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  declined_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  decline_reason: ColumnType<string, string | undefined, string>
  cancelled_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  confirmed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  denied_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  confirmed_by: ColumnType<string | null, string | null | undefined, string | null>
  private_email: ColumnType<string, string | undefined, string>
}

export interface TicketLinkTable {
  owner_id: ColumnType<string, string, string>
  token_hash: ColumnType<string, string, string>
  ticket_id: ColumnType<string, string, string>
  purpose: ColumnType<string, string, string>
  made_at: ColumnType<Date, Date | string, Date | string>
  expires_at: ColumnType<Date, Date | string, Date | string>
  sent_to: ColumnType<string, string | undefined, string>
}

export interface TokenRevocationTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  connection_id: ColumnType<string, string, string>
  connector_id: ColumnType<string, string, string>
  token: ColumnType<string, string, string>
  asked_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface TraineeTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  programme_id: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string | null, string | null | undefined, string | null>
  curriculum_id: ColumnType<string, string, string>
  enrolled_on: ColumnType<string | null, string | null | undefined, string | null>
  asked_for_invitation_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface TrainingYearTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  trainee_id: ColumnType<string, string, string>
  code: ColumnType<string, string, string>
  from_on: ColumnType<string, string, string>
  until_on: ColumnType<string, string, string>
}

export interface UploadTable {
  owner_id: ColumnType<string, string, string>
  id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  name: ColumnType<string, string, string>
  size_bytes: ColumnType<number, number, number>
  begun_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface VerificationTable {
  owner_id: ColumnType<string, string, string>
  item_id: ColumnType<string, string, string>
  verified_by: ColumnType<string, string, string>
  verified_as: ColumnType<string, string, string>
  saw: ColumnType<string, string, string>
  number: ColumnType<number, number, number>
  verified_at: ColumnType<Date, Date | string, Date | string>
}

export interface AuthAccountTable {
  id: ColumnType<string, string | undefined, string>
  account_id: ColumnType<string, string, string>
  provider_id: ColumnType<string, string, string>
  user_id: ColumnType<string, string, string>
  access_token: ColumnType<string | null, string | null | undefined, string | null>
  refresh_token: ColumnType<string | null, string | null | undefined, string | null>
  id_token: ColumnType<string | null, string | null | undefined, string | null>
  access_token_expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  refresh_token_expires_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
  scope: ColumnType<string | null, string | null | undefined, string | null>
  password: ColumnType<string | null, string | null | undefined, string | null>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string, Date | string>
}

export interface AuthSessionTable {
  id: ColumnType<string, string | undefined, string>
  expires_at: ColumnType<Date, Date | string, Date | string>
  token: ColumnType<string, string, string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string, Date | string>
  ip_address: ColumnType<string | null, string | null | undefined, string | null>
  user_agent: ColumnType<string | null, string | null | undefined, string | null>
  user_id: ColumnType<string, string, string>
  device_is_mine: ColumnType<boolean, boolean, boolean>
}

export interface AuthUserTable {
  id: ColumnType<string, string | undefined, string>
  name: ColumnType<string, string, string>
  email: ColumnType<string, string, string>
  email_verified: ColumnType<boolean, boolean, boolean>
  image: ColumnType<string | null, string | null | undefined, string | null>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface AuthVerificationTable {
  id: ColumnType<string, string | undefined, string>
  identifier: ColumnType<string, string, string>
  value: ColumnType<string, string, string>
  expires_at: ColumnType<Date, Date | string, Date | string>
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export interface DB {
  absence: AbsenceTable
  agenda_point: AgendaPointTable
  appraisal_comment: AppraisalCommentTable
  appraisal_ended_objective: AppraisalEndedObjectiveTable
  appraisal_record: AppraisalRecordTable
  appraisal_share: AppraisalShareTable
  appraisal_share_by_person: AppraisalShareByPersonTable
  appraisal_share_item: AppraisalShareItemTable
  appraisal_year: AppraisalYearTable
  archive: ArchiveTable
  attempt: AttemptTable
  attempt_answer: AttemptAnswerTable
  audit: AuditTable
  backup_run: BackupRunTable
  brought_archive: BroughtArchiveTable
  brought_row: BroughtRowTable
  calendar_feed: CalendarFeedTable
  certificate: CertificateTable
  certificate_reminder: CertificateReminderTable
  chain_link: ChainLinkTable
  change_answer: ChangeAnswerTable
  closing: ClosingTable
  connection: ConnectionTable
  connection_request: ConnectionRequestTable
  connector_circuit: ConnectorCircuitTable
  credit_agreement: CreditAgreementTable
  credit_agreement_item: CreditAgreementItemTable
  credit_award: CreditAwardTable
  curriculum_edition: CurriculumEditionTable
  curriculum_move: CurriculumMoveTable
  declaration: DeclarationTable
  declaration_reading: DeclarationReadingTable
  delivery: DeliveryTable
  delivery_attempt: DeliveryAttemptTable
  draft: DraftTable
  elsewhere_decision: ElsewhereDecisionTable
  enrolment: EnrolmentTable
  enrolment_reminder: EnrolmentReminderTable
  entry: EntryTable
  entry_about: EntryAboutTable
  entry_comment: EntryCommentTable
  entry_gathered: EntryGatheredTable
  entry_part: EntryPartTable
  entry_share: EntryShareTable
  entry_step: EntryStepTable
  evidence_link: EvidenceLinkTable
  evidence_version: EvidenceVersionTable
  evidence_version_file: EvidenceVersionFileTable
  exam_result: ExamResultTable
  file: FileTable
  first_administrator_link: FirstAdministratorLinkTable
  first_step: FirstStepTable
  guard_override: GuardOverrideTable
  guide_rating: GuideRatingTable
  import: ImportTable
  import_line: ImportLineTable
  import_mapping: ImportMappingTable
  import_part: ImportPartTable
  imported_row: ImportedRowTable
  invitation: InvitationTable
  item: ItemTable
  item_tag: ItemTagTable
  kept_name: KeptNameTable
  kept_record: KeptRecordTable
  learner: LearnerTable
  library_file: LibraryFileTable
  library_folder: LibraryFolderTable
  log_counted: LogCountedTable
  log_row: LogRowTable
  log_upload: LogUploadTable
  looked_at: LookedAtTable
  message: MessageTable
  migration: MigrationTable
  module_edition: ModuleEditionTable
  module_picture: ModulePictureTable
  msf_draft: MsfDraftTable
  msf_rater: MsfRaterTable
  msf_reply: MsfReplyTable
  msf_round: MsfRoundTable
  objective: ObjectiveTable
  objective_agreement: ObjectiveAgreementTable
  objective_comment: ObjectiveCommentTable
  objective_item: ObjectiveItemTable
  person: PersonTable
  placement: PlacementTable
  preference: PreferenceTable
  presentation: PresentationTable
  professional_certificate: ProfessionalCertificateTable
  programme: ProgrammeTable
  proposed_link: ProposedLinkTable
  recovery_code: RecoveryCodeTable
  reflection_offer: ReflectionOfferTable
  relation: RelationTable
  relation_by_person: RelationByPersonTable
  report: ReportTable
  role: RoleTable
  second_factor: SecondFactorTable
  self_assessment: SelfAssessmentTable
  shared_reflection: SharedReflectionTable
  shared_reflection_comment: SharedReflectionCommentTable
  sign_in_wait: SignInWaitTable
  sign_off: SignOffTable
  signed_elsewhere: SignedElsewhereTable
  signed_record: SignedRecordTable
  supervisor_correction: SupervisorCorrectionTable
  tag: TagTable
  ticket: TicketTable
  ticket_link: TicketLinkTable
  token_revocation: TokenRevocationTable
  trainee: TraineeTable
  training_year: TrainingYearTable
  upload: UploadTable
  verification: VerificationTable
  'auth.account': AuthAccountTable
  'auth.session': AuthSessionTable
  'auth.user': AuthUserTable
  'auth.verification': AuthVerificationTable
}
