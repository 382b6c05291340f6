import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { CertificateFields, ExamFields, ExamResult, ProfessionalCertificate } from '#domain/training/papers-contract.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { lastsLonger } from '#domain/training/renewal.ts'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { audit, type FieldChange } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { itemForUpdate } from '#server/portfolio/commands.ts'
import { amendOfKind, recordOfKind } from '#server/portfolio/kind-commands.ts'
import { certificateOf, examOf, KIND_OF, type House, type PaperTable } from './paper-queries.ts'
import { trainingOf } from './queries.ts'
import { isVerified } from './verified-queries.ts'

interface Fresh {
  readonly id: string
  readonly corrects: string | null
}

/** Which item of the owner's curriculum it meets. @throws Refusal at `itemCode` */
async function metBy(tx: Tx, house: House, seen: Seen, table: PaperTable, code: string | null) {
  if (code === null) return { curriculum_id: null, item_code: null }
  const training = await trainingOf(tx, seen.ownerId)
  const curriculum = await curriculumNow(tx, house.catalogue, training?.curriculumId ?? '')
  const item = curriculum && curriculumItem(curriculum, code)
  if (curriculum === undefined || item?.kind !== KIND_OF[table]) throw refuseField('itemCode', paperWords.notOfCurriculum)
  return { curriculum_id: curriculum.id, item_code: code }
}

function refuseFuture(field: string, day: PlainDate): void {
  if (day > programmesToday()) throw refuseField(field, paperWords.future)
}

const certificateColumns = (fields: CertificateFields) => {
  refuseFuture('issuedOn', fields.issuedOn)
  if (fields.expiresOn !== null && fields.expiresOn < fields.issuedOn) throw refuseField('expiresOn', paperWords.expiresBefore)
  return { awarding_body: fields.awardingBody, number: fields.number, issued_on: fields.issuedOn, expires_on: fields.expiresOn }
}

const examColumns = (fields: ExamFields) => {
  refuseFuture('takenOn', fields.takenOn)
  const { awardingBody, candidateNumber, diet, takenOn, result } = fields
  return { awarding_body: awardingBody, candidate_number: candidateNumber, diet, taken_on: takenOn, result }
}

/** Enters a certificate; sent twice it is one. @throws Refusal `invalid_input`, `not_allowed` */
export async function recordCertificate(
  house: House,
  seen: Seen,
  wanted: CertificateFields & Fresh & { readonly renews: string | null },
): Promise<ProfessionalCertificate> {
  const columns = { ...certificateColumns(wanted), renews: wanted.renews }
  return record(house, seen, 'professional_certificate', wanted, wanted.issuedOn, columns, (tx) => certificateOf(tx, seen, wanted.id))
}

/** Enters the result of an exam; sent twice it is one. @throws Refusal `invalid_input`, `not_allowed` */
export async function recordExam(house: House, seen: Seen, wanted: ExamFields & Fresh): Promise<ExamResult> {
  const columns = examColumns(wanted)
  return record(house, seen, 'exam_result', wanted, wanted.takenOn, columns, (tx) => examOf(tx, seen, wanted.id))
}

async function record<T>(
  house: House,
  seen: Seen,
  table: PaperTable,
  wanted: Fresh & { readonly title: string; readonly itemCode: string | null },
  on: PlainDate,
  columns: object & { readonly renews?: string | null },
  saved: (tx: Tx) => Promise<T>,
): Promise<T> {
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const { id, corrects } = wanted
    const source = seen.viewerId === seen.ownerId ? 'self' : 'college'
    const met = await metBy(tx, house, seen, table, wanted.itemCode)
    const made = await recordOfKind(tx, seen, {
      id,
      kind: KIND_OF[table],
      title: wanted.title,
      type: KIND_OF[table],
      source: source === 'self' ? 'entered' : 'college',
      completedOn: on,
    })
    if (!made) return saved(tx)
    if (corrects !== null) await refuseNotCorrectable(tx, seen, table, corrects)
    if ('renews' in columns && columns.renews !== null) await refuseNotRenewable(tx, seen, wanted.id, columns as Renewing)
    await tx
      .insertInto(table as 'exam_result')
      .values({ ...(columns as { taken_on: string; result: string }), ...met, owner_id: seen.ownerId, item_id: id, source, corrects })
      .execute()
    return saved(tx)
  })
}

/** What is verified is corrected, by a new one that names it; what is not is changed. A correction that lies in the bin does not count. */
async function refuseNotCorrectable(tx: Tx, seen: Seen, table: PaperTable, id: string): Promise<void> {
  const there = await tx
    .selectFrom(`${table as 'exam_result'} as paper`)
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'paper.owner_id').onRef('item.id', '=', 'paper.item_id'))
    .where('paper.owner_id', '=', seen.ownerId)
    .where((eb) => eb.or([eb('item_id', '=', id), eb('corrects', '=', id)]))
    .select(['item_id', 'corrects', 'binned_at'])
    .execute()
  if (!there.some((row) => row.item_id === id)) throw refuseField('corrects', paperWords.notTheirs)
  if (there.some((row) => row.corrects === id && row.binned_at === null)) throw refuseField('corrects', paperWords.correctedAlready)
  if (!(await isVerified(tx, seen.ownerId, id))) throw refuseField('corrects', paperWords.onlyVerified)
}

interface Renewing {
  readonly renews: string
  readonly expires_on: PlainDate | null
}

/** One certificate takes over from another of the owner's, once, and lasts longer (P27). What lies in the bin does not count. */
async function refuseNotRenewable(tx: Tx, seen: Seen, id: string, { renews, expires_on }: Renewing): Promise<void> {
  const there = await tx
    .selectFrom('professional_certificate as paper')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'paper.owner_id').onRef('item.id', '=', 'paper.item_id'))
    .where('paper.owner_id', '=', seen.ownerId)
    .where('item.binned_at', 'is', null)
    .where((eb) => eb.or([eb('paper.item_id', '=', renews), eb('paper.renews', '=', renews)]))
    .select(['paper.item_id', 'paper.renews', 'paper.expires_on'])
    .execute()
  const before = there.find((row) => row.item_id === renews)
  if (before === undefined || renews === id) throw refuseField('renews', paperWords.notTheirs)
  if (there.some((row) => row.renews === renews)) throw refuseField('renews', paperWords.renewedAlready)
  if (!lastsLonger(expires_on, before.expires_on)) throw refuseField('expiresOn', paperWords.notLonger)
}

/** @throws Refusal `not_found`, `stale_version`, `not_allowed` once it is verified */
export async function amendCertificate(
  house: House,
  seen: Seen,
  id: string,
  wanted: CertificateFields & { version: number },
): Promise<ProfessionalCertificate> {
  const columns = certificateColumns(wanted)
  return amend(house, seen, 'professional_certificate', id, wanted, wanted.issuedOn, columns, (tx) => certificateOf(tx, seen, id))
}

/** @throws Refusal `not_found`, `stale_version`, `not_allowed` once it is verified */
export async function amendExam(house: House, seen: Seen, id: string, wanted: ExamFields & { version: number }): Promise<ExamResult> {
  const columns = examColumns(wanted)
  return amend(house, seen, 'exam_result', id, wanted, wanted.takenOn, columns, (tx) => examOf(tx, seen, id))
}

async function amend<T extends { version: number }>(
  house: House,
  seen: Seen,
  table: PaperTable,
  id: string,
  wanted: { readonly title: string; readonly itemCode: string | null; readonly version: number },
  on: PlainDate,
  columns: object,
  saved: (tx: Tx) => Promise<T>,
): Promise<T> {
  return house.db.transaction().execute(async (tx) => {
    const before = await paperForUpdate(tx, seen, table, id)
    await allow(tx, seen, table, id, 'write')
    if (before.version !== wanted.version) {
      throw new Refusal('stale_version', 'This was changed somewhere else in the meantime. Load the page again and see both.', {
        details: { current: await saved(tx) },
      })
    }
    const met = await metBy(tx, house, seen, table, wanted.itemCode)
    const row = await tx
      .selectFrom(table as 'exam_result')
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .selectAll()
      .executeTakeFirstOrThrow()
    await tx
      .updateTable(table as 'exam_result')
      .set({ ...columns, ...met })
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', '=', id)
      .execute()
    await amendOfKind(tx, seen, id, { title: wanted.title, completedOn: on }, changedColumns(row, { ...columns, ...met }))
    return saved(tx)
  })
}

/** What a history calls the columns; the day issued or taken is the item's own. */
const TOLD: Readonly<Record<string, string>> = {
  awarding_body: 'awardingBody',
  number: 'paperNumber',
  candidate_number: 'paperNumber',
  expires_on: 'expiresOn',
  diet: 'diet',
  result: 'result',
  item_code: 'requirement',
}

const changedColumns = (before: object, after: object): FieldChange[] =>
  Object.entries(TOLD).flatMap(([column, field]) => {
    if (!(column in after)) return []
    const [was, is] = [before, after].map((row) => (row as Readonly<Record<string, string | null>>)[column] ?? '')
    return was === is ? [] : [{ field, before: was!, after: is! }]
  })

/** The item and its paper, locked, in the order in which all lock them. */
async function paperForUpdate(tx: Tx, seen: Seen, table: PaperTable, id: string) {
  await lockPerson(tx, seen.ownerId)
  const item = await itemForUpdate(tx, seen, id)
  if (item.kind !== KIND_OF[table]) throw notFound()
  return item
}

async function allow(tx: Tx, seen: Seen, table: PaperTable, id: string, act: 'write' | 'verify'): Promise<void> {
  const state = (await isVerified(tx, seen.ownerId, id)) ? 'locked' : act === 'write' ? 'begun' : 'new'
  const answer = seen.may(act, table, { state })
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
}

/**
 * Verifies a certificate or result: from then on it is locked (T5). Who says that they saw the file must have opened each of its files.
 * `version` is the one the page showed.
 * @throws Refusal `not_found`, `not_allowed` with the reason, `stale_version` where it was changed since
 */
export async function verify(
  house: House,
  seen: Seen,
  table: PaperTable,
  id: string,
  { saw, version }: { readonly saw: 'file' | 'original'; readonly version?: number | undefined },
  as: string,
): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const item = await paperForUpdate(tx, seen, table, id)
    await allow(tx, seen, table, id, 'verify')
    if (version !== undefined && item.version !== version) throw new Refusal('stale_version', paperWords.changedUnseen)
    if (seen.viewerId === seen.ownerId) throw new Refusal('not_allowed', paperWords.notOneself)
    const paper = table === 'exam_result' ? await examOf(tx, seen, id) : await certificateOf(tx, seen, id)
    if (saw === 'file') {
      if (paper.files.length === 0) throw refuseField('saw', paperWords.noFile)
      const opened = await openedFiles(tx, seen, id)
      if (paper.files.some((file) => !opened.has(file.id))) throw refuseField('saw', paperWords.fileUnseen(paper.files.length))
    }
    const at = new Date()
    const name = (await namesOf(tx, [seen.viewerId])).get(seen.viewerId) ?? ''
    const { verification: _none, can: _can, isCorrected: _is, files, version: _version, ...kept } = paper
    const { number } = await signRecord(tx, chainKeyOf(house.config), {
      ownerId: seen.ownerId,
      kind: 'verification',
      says: item.title,
      by: { id: seen.viewerId, name, as },
      at,
      record: {
        verified: KIND_OF[table],
        ...kept,
        files: files.map((file) => ({ name: file.name, sha256: file.sha256 })),
        saw,
      },
    })
    await tx
      .insertInto('verification')
      .values({ owner_id: seen.ownerId, item_id: id, verified_by: seen.viewerId, verified_as: as, saw, number, verified_at: at })
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: `${table}.verified`,
      recordKind: 'item',
      recordId: id,
      about: item.title,
    })
  })
}

/** Which files this viewer has opened of those on it, by the trail: each by its id, which stands for its bytes, whatever it is called. */
async function openedFiles(tx: Tx, seen: Seen, id: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('file')
    .innerJoin('audit', (join) => join.onRef('audit.owner_id', '=', 'file.owner_id').onRef('audit.record_id', '=', 'file.id'))
    .where('file.owner_id', '=', seen.ownerId)
    .where('file.item_id', '=', id)
    .where('audit.person_id', '=', seen.viewerId)
    .where('audit.act', '=', 'certificate.file_read')
    .select('file.id')
    .distinct()
    .execute()
  return new Set(rows.map((row) => row.id))
}
