import { createHash, randomBytes } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { notFound, Refusal } from '#domain/errors.ts'
import { dayIn } from '#domain/plain-date.ts'
import type { InvitationLine } from '#domain/training/invitation-lines.ts'
import { programmeLetters, programmeWords } from '#domain/training/programme-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { programmeById } from './programme-queries.ts'
import { yearCodesOf, yearTitle } from './year-codes.ts'

type Inviting = Pick<Parts, 'db' | 'catalogue' | 'config'>

export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')
const newToken = (): string => randomBytes(32).toString('base64url')

/**
 * Invites doctors to enrol (T1), all or nobody, each by a mail with a link of their own.
 * @throws Refusal `not_found`, `invalid_input` with a fault at `lines.<index>` for each line that cannot be
 */
export async function inviteDoctors(
  parts: Inviting,
  viewer: Viewer,
  programmeId: string,
  lines: readonly InvitationLine[],
): Promise<{ invited: number }> {
  return parts.db.transaction().execute(async (tx) => {
    // Two who invite at once: the second finds the first's invitations.
    const programme = await tx.selectFrom('programme').where('id', '=', programmeId).selectAll().forUpdate().executeTakeFirst()
    if (programme === undefined) throw notFound()
    const faults = await faultsOf(parts, tx, programme, lines)
    if (faults.length > 0) throw new Refusal('invalid_input', faults[0]!.message, { fields: faults })
    const now = new Date(Date.now())
    const rows = lines.map((line) => ({ line, id: uuidv7(), token: newToken() }))
    await tx
      .insertInto('invitation')
      .values(
        rows.map(({ line, id, token }) => ({
          id,
          email: line.email,
          programme_id: programmeId,
          training_year: line.trainingYear,
          starts_on: line.startsOn,
          fee_note: line.feeNote,
          token_hash: hashOfToken(token),
          invited_by: viewer.personId,
          invited_at: now,
        })),
      )
      .execute()
    for (const { line, token } of rows) {
      const year = await yearTitle(tx, parts.catalogue, programme.curriculum_id, line.trainingYear)
      await sendInvitation(parts, tx, viewer, { ...line, programme: programme.title, year }, token)
    }
    await audit(
      tx,
      ...rows.map(({ line, id }) => ({
        ownerId: viewer.personId,
        personId: viewer.personId,
        act: 'training.invited',
        recordKind: 'programme_enrolment',
        recordId: id,
        about: `${line.email}, ${programme.title}`,
      })),
    )
    return { invited: rows.length }
  })
}

interface ProgrammeRow {
  readonly id: string
  readonly curriculum_id: string
}

async function faultsOf({ catalogue }: Inviting, tx: Tx, programme: ProgrammeRow, lines: readonly InvitationLine[]) {
  const years = (await yearCodesOf(tx, catalogue, programme.curriculum_id)).map(({ code }) => code)
  const emails = lines.map(({ email }) => email)
  const open = await tx
    .selectFrom('invitation')
    .where('programme_id', '=', programme.id)
    .where('email', 'in', emails)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .select(['email', 'invited_at'])
    .execute()
  const enrolled = await tx
    .selectFrom('auth.user as account')
    .innerJoin('trainee', 'trainee.owner_id', 'account.id')
    .where('account.email', 'in', emails)
    .where('trainee.programme_id', '=', programme.id)
    .where('trainee.enrolled_on', 'is not', null)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', programmesToday())]))
    .select('account.email')
    .execute()
  const invitedAt = new Map(open.map((row) => [row.email, row.invited_at]))
  const isEnrolled = new Set(enrolled.map((row) => row.email))
  const first = new Map<string, number>()
  return lines.flatMap(({ email, trainingYear }, index) => {
    const fault = (message: string) => [{ path: `lines.${index}`, message }]
    const before = first.get(email)
    first.set(email, index)
    if (before !== undefined) return fault(programmeWords.lines.twice(before + 1))
    if (!years.includes(trainingYear)) return fault(programmeWords.lines.noYear(trainingYear, years))
    if (isEnrolled.has(email)) return fault(programmeWords.lines.enrolled)
    const invited = invitedAt.get(email)
    return invited === undefined ? [] : fault(programmeWords.lines.invited(dayIn('Europe/London', invited.getTime())))
  })
}

/** The mail is kept as the inviter's: who is invited may have no account. */
async function sendInvitation(
  { config }: Inviting,
  tx: Tx,
  viewer: Viewer,
  to: InvitationLine & { programme: string; year: string },
  token: string,
): Promise<void> {
  const letter = programmeLetters.invitation(to, `${config.url}/enrol?token=${token}`)
  await sendMail(tx, { category: 'invitations', ownerId: viewer.personId, recipient: to.email, ...writeLetter(letter) })
}

/** @throws Refusal `not_found`, `not_allowed` where it is not open */
async function openInvitation(tx: Tx, id: string) {
  const row = await tx.selectFrom('invitation').where('id', '=', id).selectAll().forUpdate().executeTakeFirst()
  if (row === undefined) throw notFound()
  if (row.accepted_at !== null) throw new Refusal('not_allowed', programmeWords.acceptedAlready)
  if (row.withdrawn_at !== null) throw new Refusal('not_allowed', programmeWords.withdrawnAlready)
  return row
}

/**
 * Sends the invitation with a new link; the one before works no longer, for only its hash was kept.
 * @throws Refusal `not_found`, `not_allowed`
 */
export async function sendInvitationAgain(parts: Inviting, viewer: Viewer, id: string): Promise<void> {
  await parts.db.transaction().execute(async (tx) => {
    const row = await openInvitation(tx, id)
    const programme = await programmeById(tx, row.programme_id)
    const token = newToken()
    await tx
      .updateTable('invitation')
      .set({ token_hash: hashOfToken(token), invited_at: new Date(Date.now()) })
      .where('id', '=', id)
      .execute()
    const line = { email: row.email, trainingYear: row.training_year, startsOn: row.starts_on, feeNote: row.fee_note }
    const year = await yearTitle(tx, parts.catalogue, programme.curriculum_id, row.training_year)
    await sendInvitation(parts, tx, viewer, { ...line, programme: programme.title, year }, token)
  })
}

/** @throws Refusal `not_found`, `not_allowed` where it was accepted or withdrawn */
export async function withdrawInvitation({ db }: Inviting, viewer: Viewer, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await openInvitation(tx, id)
    await tx
      .updateTable('invitation')
      .set({ withdrawn_at: new Date(Date.now()) })
      .where('id', '=', id)
      .execute()
    await audit(tx, {
      ownerId: viewer.personId,
      personId: viewer.personId,
      act: 'training.invitation_withdrawn',
      recordKind: 'programme_enrolment',
      recordId: id,
      about: row.email,
    })
  })
}
