import type { z } from 'zod'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { freeWordsOf } from '#domain/training/log-free-words.ts'
import { faultOfLog, logLine } from '#domain/training/log-line.ts'
import { logWords as words } from '#domain/training/log-words.ts'
import type {
  amendLogRow as amendContract,
  LogFields,
  LogRow,
  recordLogRow as recordContract,
  VerifyBody,
} from '#domain/training/logs-contract.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit, type FieldChange } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { itemForUpdate } from '#server/portfolio/commands.ts'
import { amendOfKind, recordOfKind } from '#server/portfolio/kind-commands.ts'
import { isHalfDayDoubled } from './half-day-queries.ts'
import { curriculumOf, logRowOf, proceduresOf, rowsById, type LogHouse } from './log-queries.ts'
import { isVerified } from './verified-queries.ts'

const columnsOf = (fields: LogFields, line: ReturnType<typeof logLine>) => ({
  from_on: line.from,
  until_on: line.until,
  amount: line.amount.toFixed(2),
  recognised: line.recognised,
  why_not: [...line.whyNot],
  fields: JSON.stringify(fields),
})

/** What the fields come to. @throws Refusal at the field */
async function checked(tx: Tx, house: LogHouse, seen: Seen, fields: LogFields) {
  const procedures = proceduresOf(await curriculumOf(tx, house.catalogue, seen.ownerId))
  const fault = faultOfLog(fields, programmesToday(), procedures)
  if (fault !== null) throw refuseField(fault.path, fault.message)
  return logLine(fields, procedures)
}

/** @throws Refusal at `halfDay` */
async function refuseTakenHalfDay(tx: Tx, seen: Seen, id: string): Promise<void> {
  if (await isHalfDayDoubled(tx, seen.ownerId, [id])) throw refuseField('halfDay', words.halfDayTaken)
}

/** Writes a row; sent twice it is one. The viewer was found to write. @throws Refusal `invalid_input` */
export async function recordLogRow(
  house: LogHouse,
  seen: Seen,
  wanted: z.output<(typeof recordContract)['schema']['body']>,
): Promise<LogRow> {
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const { id, fields, corrects } = wanted
    const line = await checked(tx, house, seen, fields)
    await guardRow(tx, seen, id, fields, wanted.overrides)
    if (!(await putRow(tx, seen, { id, fields, line, corrects, isBrought: fields.log === 'clinics brought forward', uploadId: null })))
      return logRowOf(tx, seen, id)
    await refuseTakenHalfDay(tx, seen, id)
    if (corrects !== null) await refuseNotCorrectable(tx, seen, corrects, wanted)
    return logRowOf(tx, seen, id)
  })
}

/** A log is clinical writing; what stands as it was is not asked about again (P18). @throws Refusal at the fields */
async function guardRow(
  tx: Tx,
  seen: Seen,
  itemId: string,
  fields: LogFields,
  overrides: GuardOverrides | undefined,
  before?: LogFields,
): Promise<void> {
  const was = before === undefined ? {} : freeWordsOf(before)
  const texts = Object.fromEntries(Object.entries(freeWordsOf(fields)).filter(([name, text]) => text !== was[name]))
  await guardTexts(tx, { ownerId: seen.ownerId, personId: seen.viewerId, kind: 'clinical writing', itemId, texts, overrides })
}

interface NewRow {
  readonly id: string
  readonly fields: LogFields
  readonly line: ReturnType<typeof logLine>
  readonly corrects: string | null
  readonly isBrought: boolean
  readonly uploadId: string | null
}

/** The item and its row, in the transaction that decides on them. False where it is there already. */
export async function putRow(tx: Tx, seen: Seen, { id, fields, line, corrects, isBrought, uploadId }: NewRow): Promise<boolean> {
  const made = await recordOfKind(tx, seen, {
    id,
    kind: 'log',
    title: line.title.slice(0, 500),
    type: line.type,
    source: 'log',
    completedOn: line.until,
  })
  if (!made) return false
  await tx
    .insertInto('log_row')
    .values({
      owner_id: seen.ownerId,
      item_id: id,
      log: fields.log,
      ...columnsOf(fields, line),
      is_brought: isBrought,
      corrects,
      upload_id: uploadId,
    })
    .execute()
  return true
}

/** What is verified is corrected, by a row of the same log that names it; what is not is changed. */
async function refuseNotCorrectable(
  tx: Tx,
  seen: Seen,
  id: string,
  by: { readonly id: string; readonly fields: LogFields },
): Promise<void> {
  const [old] = await rowsById(tx, seen, [id])
  if (old === undefined) throw refuseField('corrects', words.notTheirs)
  if (old.correctedBy !== null && old.correctedBy !== by.id) throw refuseField('corrects', words.correctedAlready)
  if (old.verification === null) throw refuseField('corrects', words.onlyVerified)
  if (old.fields.log !== by.fields.log) throw refuseField('corrects', words.sameLog)
}

/** Item and row, locked. @throws Refusal `not_found` */
async function rowForUpdate(tx: Tx, seen: Seen, id: string) {
  await lockPerson(tx, seen.ownerId)
  const item = await itemForUpdate(tx, seen, id)
  if (item.kind !== 'log') throw notFound()
  return item
}

/** @throws Refusal `not_found`, `stale_version`, `not_allowed` once it is verified, `invalid_input` */
export async function amendLogRow(
  house: LogHouse,
  seen: Seen,
  id: string,
  wanted: z.output<(typeof amendContract)['schema']['body']>,
): Promise<LogRow> {
  return house.db.transaction().execute(async (tx) => {
    const item = await rowForUpdate(tx, seen, id)
    const answer = seen.may('write', 'log', { state: (await isVerified(tx, seen.ownerId, id)) ? 'locked' : 'begun' })
    if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
    const before = await logRowOf(tx, seen, id)
    if (item.version !== wanted.version) {
      throw new Refusal('stale_version', 'This was changed somewhere else in the meantime. Load the page again and see both.', {
        details: { current: before },
      })
    }
    const { fields } = wanted
    if (before.fields.log !== fields.log) throw refuseField('log', words.sameLog)
    const line = await checked(tx, house, seen, fields)
    await guardRow(tx, seen, id, fields, wanted.overrides, before.fields)
    await tx.updateTable('log_row').set(columnsOf(fields, line)).where('owner_id', '=', seen.ownerId).where('item_id', '=', id).execute()
    await refuseTakenHalfDay(tx, seen, id)
    await amendOfKind(tx, seen, id, { title: line.title.slice(0, 500), completedOn: line.until }, changesOf(before.fields, fields))
    return logRowOf(tx, seen, id)
  })
}

const valueIn = (fields: LogFields, field: string) => (fields as Readonly<Record<string, string | number | boolean | null>>)[field]

/** Days stand on the item itself, and so in its history. */
function changesOf(before: LogFields, after: LogFields): FieldChange[] {
  const said = (value: string | number | boolean | null | undefined): string =>
    value === null || value === undefined ? '' : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
  return Object.keys(after)
    .filter((field) => field !== 'log' && field !== 'on')
    .map((field) => ({
      field: `log.${field}`,
      before: said(valueIn(before, field)),
      after: said(valueIn(after, field)),
    }))
    .filter(({ before: was, after: is }) => was !== is)
}

/**
 * Verifies rows by one act and one link of the chain: from then on they are locked (T13). `countBecause` also counts rows that fail a
 * test. All or none.
 * @throws Refusal `not_found`, `not_allowed` with the reason, `stale_version` where one was changed since it was shown, `invalid_input`
 *   at `countBecause`
 */
export async function verifyLogRows(
  house: LogHouse,
  seen: Seen,
  { rows: wanted, countBecause, overrides }: z.output<typeof VerifyBody>,
  as: string,
): Promise<number> {
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    if (seen.viewerId === seen.ownerId) throw new Refusal('not_allowed', words.notOneself)
    const versions = new Map(wanted.map(({ id, version }) => [id, version]))
    const ids = [...versions.keys()].toSorted()
    for (const id of ids) await itemForUpdate(tx, seen, id)
    const rows = await rowsById(tx, seen, ids)
    if (rows.length < ids.length) throw notFound()
    for (const row of rows) {
      const answer = seen.may('verify', 'log', { state: row.verification === null ? 'new' : 'locked' })
      if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
      if (row.correctedBy !== null) throw new Refusal('not_allowed', words.isCorrected(row.title))
      if (row.version !== versions.get(row.id)) throw new Refusal('stale_version', words.changedUnseen)
      if (countBecause !== null && row.whyNot.length === 0) throw refuseField('countBecause', words.counts(row.title))
    }
    const { ownerId, viewerId: personId } = seen
    const texts = { countBecause: countBecause ?? '' }
    for (const itemId of ids) await guardTexts(tx, { ownerId, personId, kind: 'clinical writing', itemId, texts, overrides })
    const at = new Date()
    const name = (await namesOf(tx, [seen.viewerId])).get(seen.viewerId) ?? ''
    const { number } = await signRecord(tx, chainKeyOf(house.config), {
      ownerId: seen.ownerId,
      kind: 'verification',
      says: words.signed(rows.map(({ title }) => title)),
      by: { id: seen.viewerId, name, as },
      at,
      record: {
        verified: 'log',
        countBecause,
        rows: rows.map(({ id, title, from, until, amount, whyNot, fields, corrects }) => ({
          id,
          title,
          from,
          until,
          amount,
          whyNot,
          corrects,
          fields: { ...fields },
        })),
      },
    })
    const common = { owner_id: seen.ownerId, verified_by: seen.viewerId, verified_as: as, saw: 'entry', number, verified_at: at }
    await tx
      .insertInto('verification')
      .values(rows.map(({ id }) => ({ ...common, item_id: id })))
      .execute()
    if (countBecause !== null) {
      await tx
        .insertInto('log_counted')
        .values(rows.map(({ id }) => ({ owner_id: seen.ownerId, item_id: id, reason: countBecause })))
        .execute()
    }
    const act = countBecause === null ? 'training.log_verified' : 'training.log_counted'
    await audit(
      tx,
      ...rows.map(({ id, title }) => ({
        ownerId: seen.ownerId,
        personId: seen.viewerId,
        act,
        recordKind: 'item',
        recordId: id,
        about: title,
      })),
    )
    return rows.length
  })
}
