import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Payload, Receipt } from '#domain/connections/payload.ts'
import type { Arrived, Attachments } from './attachments.ts'
import { inTransaction } from './database.ts'

/** One line of somebody's CPD list. */
export interface CpdRecord {
  readonly id: string
  readonly accountId: string
  readonly clientId: string
  readonly key: string
  readonly revision: number
  readonly item: Payload
  /** Instants, in milliseconds. */
  readonly storedAt: number
  readonly changedAt: number
}

export interface Attachment {
  readonly fileId: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface Delivery {
  readonly accountId: string
  readonly clientId: string
  readonly key: string
  readonly item: Payload
  /** In the order of the item's attachments, and like them. */
  readonly files: readonly Arrived[]
}

export type Records = ReturnType<typeof openRecords>

/** What has arrived, by account. `base` is the address records are shown under. */
export function openRecords(db: DatabaseSync, attachments: Attachments, base: string) {
  const byKey = db.prepare('select id, revision from record where account_id = ? and client_id = ? and key = ? and key_honoured = 1')
  const insert = db.prepare(
    `insert into record (id, number, account_id, client_id, key, key_honoured, revision, item, stored_at, changed_at)
     values (?1, coalesce((select max(number) from record), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)`,
  )
  const update = db.prepare('update record set revision = ?, item = ?, changed_at = ? where id = ?')
  const insertAttachment = db.prepare(
    'insert into attachment (record_id, position, file_id, name, media_type, size_bytes, sha256) values (?, ?, ?, ?, ?, ?, ?)',
  )
  const attachmentsOf = db.prepare('select * from attachment where record_id = ? order by position')
  const deleteAttachments = db.prepare('delete from attachment where record_id = ?')
  const byFile = db.prepare('select 1 from attachment where file_id = ?')
  const page = db.prepare('select * from record where account_id = ? order by number desc limit ? offset ?')
  const byId = db.prepare('select * from record where account_id = ? and id = ?')
  const count = db.prepare('select count(*) as many from record where account_id = ?')
  attachments.sweep((fileId) => byFile.get(fileId) !== undefined)

  const receipt = (recordId: string, revision: number): Receipt => ({ recordId, address: `${base}/cpd/${recordId}`, revision })
  const filesOf = (recordId: string): Attachment[] => attachmentsOf.all(recordId).map(attachment)

  return {
    /**
     * Stores a delivery whole, or answers for the record that its key has made. A key that is not honoured makes a new record each time.
     * Nothing here waits, so two deliveries of one key cannot pass each other.
     */
    store(
      { accountId, clientId, key, item, files }: Delivery,
      { honoursKey }: { honoursKey: boolean },
    ): { made: boolean; receipt: Receipt } {
      const known = honoursKey ? byKey.get(accountId, clientId, key) : undefined
      const drop = (fileIds: readonly { readonly fileId: string }[]) => fileIds.forEach(({ fileId }) => attachments.drop(fileId))
      if (known !== undefined && item.revision <= (known['revision'] as number)) {
        drop(files)
        return { made: false, receipt: receipt(known['id'] as string, known['revision'] as number) }
      }
      const id = (known?.['id'] as string | undefined) ?? randomUUID()
      const before = known === undefined ? [] : filesOf(id)
      try {
        inTransaction(db, () => {
          const text = JSON.stringify(item)
          if (known === undefined) insert.run(id, accountId, clientId, key, honoursKey ? 1 : 0, item.revision, text, Date.now())
          else update.run(item.revision, text, Date.now(), id)
          deleteAttachments.run(id)
          for (const [position, file] of files.entries()) {
            const { name, mediaType } = item.attachments[position]!
            attachments.keep(file)
            insertAttachment.run(id, position, file.fileId, name, mediaType, file.sizeBytes, file.sha256)
          }
        })
      } catch (error) {
        drop(files)
        throw error
      }
      drop(before)
      return { made: known === undefined, receipt: receipt(id, item.revision) }
    },

    /** Newest first. */
    pageOf: (accountId: string, { limit, offset }: { limit: number; offset: number }): CpdRecord[] =>
      page.all(accountId, limit, offset).map(record),
    allOf: (accountId: string): CpdRecord[] => page.all(accountId, -1, 0).map(record),
    countOf: (accountId: string): number => Number(count.get(accountId)!['many']),
    /** Null for somebody else's, as for one that is not there. */
    find(accountId: string, recordId: string): CpdRecord | null {
      const row = byId.get(accountId, recordId)
      return row === undefined ? null : record(row)
    },
    filesOf,
  }
}

function record(row: Record<string, unknown>): CpdRecord {
  return {
    id: row['id'] as string,
    accountId: row['account_id'] as string,
    clientId: row['client_id'] as string,
    key: row['key'] as string,
    revision: row['revision'] as number,
    item: JSON.parse(row['item'] as string) as Payload,
    storedAt: row['stored_at'] as number,
    changedAt: row['changed_at'] as number,
  }
}

function attachment(row: Record<string, unknown>): Attachment {
  return {
    fileId: row['file_id'] as string,
    name: row['name'] as string,
    mediaType: row['media_type'] as string,
    sizeBytes: row['size_bytes'] as number,
    sha256: row['sha256'] as string,
  }
}
