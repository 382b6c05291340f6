import { archiveAccount } from './archive-account.ts'
import { archiveBrought } from './archive-brought.ts'
import { archiveAppraisal } from './archive-appraisal.ts'
import { archiveCurriculum } from './archive-curriculum.ts'
import { archiveElsewhere } from './archive-elsewhere.ts'
import { archiveForms } from './archive-forms.ts'
import type { ArchivedTable } from './archive-kinds.ts'
import { archiveLearning } from './archive-learning.ts'
import { archivePortfolio } from './archive-portfolio.ts'
import { archiveTraining } from './archive-training.ts'

/** What becomes of each owner-scoped table in the owner's archive (A10, R6): one that is neither here nor below fails a test. */
export const ARCHIVED = {
  ...archiveAccount,
  ...archivePortfolio,
  ...archiveLearning,
  ...archiveTraining,
  ...archiveCurriculum,
  ...archiveForms,
  ...archiveBrought,
  ...archiveAppraisal,
  ...archiveElsewhere,
} as const

export type ArchivedName = keyof typeof ARCHIVED
export const ARCHIVED_TABLES = Object.entries(ARCHIVED) as [ArchivedName, ArchivedTable][]

/** Kept in chain.json, in the form the verifier reads. */
export const IN_CHAIN = ['chain_link', 'signed_record'] as const

/** Owner-scoped tables that are not in it, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  archive: 'the archives themselves',
  report: 'reports being made; they are made anew from the portfolio',
  calendar_feed: 'a link that lets whoever holds it read',
  connection_request: 'secrets of connecting, good for minutes',
  token_revocation: 'tokens that are being revoked',
  enrolment_reminder: 'which mails went out',
  message: 'mails on their way: they hold links that let others in',
  import_part: 'rows of an archive that was read and is not brought in yet; the archive itself has them',
  looked_at: 'until where each supervisor has read, which is theirs; that they looked is in who-looked',
  closing: 'that the account closes: the archive is made before',
  kept_record: 'what a programme keeps of an account that is gone',
  kept_name: 'the name of an account that is gone',
  certificate_reminder: 'which mails went out',
  appraisal_share_by_person: 'what others share with somebody: their portfolios',
  import_line: 'lines of a file that is not brought in yet',
  relation_by_person: 'whose supervisor somebody is: the records of others, who have it in theirs',
  ticket_link: 'hashes of links that let assessors in',
  second_factor: 'the key of the authenticator app: it lets whoever holds it sign in',
  recovery_code: 'hashes of codes that let others sign in',
  upload: 'uploads under way: not files yet',
  msf_draft: 'what colleagues typed and did not send (F5)',
  msf_rater: 'which colleagues were asked and who of them answered (F5)',
  msf_reply: 'single replies of colleagues (F5)',
}
