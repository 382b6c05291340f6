import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { Refusal, refuseField } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { cleanName } from '#domain/portfolio/file-rules.ts'
import { freeWordsOf } from '#domain/training/log-free-words.ts'
import { logLine } from '#domain/training/log-line.ts'
import { logWords } from '#domain/training/log-words.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { keepFile, storeBytes } from '#server/portfolio/file-commands.ts'
import { recordOfKind } from '#server/portfolio/kind-commands.ts'
import { bookPlanned, sameFileAs } from './log-book-queries.ts'
import { readWorkbook } from './log-book-reading.ts'
import { putRow } from './log-commands.ts'
import { curriculumOf, proceduresOf, type LogHouse } from './log-queries.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Takes a filled template over: its rows as brought forward, its file as one of the library that stays with them (T13). All or nothing;
 * the same file twice adds nothing, and neither do rows that are here.
 * @throws Refusal at `file`
 */
export async function takeOverBook(
  house: LogHouse,
  seen: Seen,
  file: { readonly name: string; readonly bytes: Uint8Array; readonly overrides: GuardOverrides },
): Promise<{ added: number; there: number }> {
  const sheets = await readWorkbook(file.bytes)
  const name = cleanName(/\.xlsx$/i.test(file.name) ? file.name : `${file.name}.xlsx`)
  const sha256 = hashOf(file.bytes)
  const stored = await storeBytes(house, seen.ownerId, file.bytes)
  const kept = await house.db
    .transaction()
    .execute(async (tx) => {
      await lockPerson(tx, seen.ownerId)
      const { planned, faults } = await bookPlanned(tx, house.catalogue, seen, sheets)
      if (faults.length > 0) throw refuseField('file', logWords.book.faulty)
      const fresh = planned.filter(({ state }) => state === 'new')
      const there = planned.length - fresh.length
      if (fresh.length === 0 || (await sameFileAs(tx, seen.ownerId, sha256)) !== null)
        return { added: 0, there: planned.length, isKept: false }
      const itemId = uuidv7()
      await guardTexts(tx, {
        ownerId: seen.ownerId,
        personId: seen.viewerId,
        kind: 'clinical writing',
        itemId,
        texts: { file: fresh.flatMap(({ fields }) => Object.values(freeWordsOf(fields))) },
        overrides: file.overrides,
      })
      await recordOfKind(tx, seen, { id: itemId, kind: 'library file', title: name, type: null, source: 'entered', completedOn: null })
      await tx.insertInto('library_file').values({ owner_id: seen.ownerId, item_id: itemId, folder_id: null }).execute()
      await keepFile(tx, seen, itemId, { name, mediaType: XLSX, ...stored })
      const uploadId = uuidv7()
      await tx
        .insertInto('log_upload')
        .values({ owner_id: seen.ownerId, id: uploadId, item_id: itemId, name: name.slice(0, 200), sha256, uploaded_by: seen.viewerId })
        .execute()
      const procedures = proceduresOf(await curriculumOf(tx, house.catalogue, seen.ownerId))
      for (const { fields } of fresh) {
        const line = logLine(fields, procedures)
        await putRow(tx, seen, { id: uuidv7(), fields, line, corrects: null, isBrought: true, uploadId })
      }
      await audit(tx, {
        ownerId: seen.ownerId,
        personId: seen.viewerId,
        act: 'training.logs_taken_over',
        recordKind: 'item',
        recordId: itemId,
        about: name,
      })
      return { added: fresh.length, there, isKept: true }
    })
    .catch(async (fault: unknown) => {
      // Of any other fault nobody knows whether the rows are there.
      if (fault instanceof Refusal) await house.files.remove(stored.storedAs)
      throw fault
    })
  if (!kept.isKept) await house.files.remove(stored.storedAs)
  return { added: kept.added, there: kept.there }
}
