import { v7 as uuidv7 } from 'uuid'
import writeExcelFile from 'write-excel-file/node'
import { expect } from 'vitest'
import { beginImport, importState, type Import } from '#domain/capture/import-contract.ts'
import type { Person } from './person.ts'
import { OCTETS } from './uploading.ts'

export const HEADERS = ['Title', 'Date', 'Credits', 'Notes', 'Tags', 'Link']

/** A CSV as programs write it. */
export const csvOf = (rows: readonly (readonly string[])[], delimiter = ','): Buffer =>
  Buffer.from(
    rows
      .map((cells) => cells.map((cell) => (/[",;\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter))
      .join('\r\n'),
  )

export const workbookOf = (data: readonly (readonly (string | number | Date | null)[])[]): Promise<Buffer> =>
  writeExcelFile(
    data.map((row) =>
      row.map((value) => {
        if (value === null) return null
        if (value instanceof Date) return { value, type: Date, format: 'dd/mm/yyyy' }
        return typeof value === 'number' ? { value, type: Number } : { value, type: String }
      }),
    ),
  ).toBuffer()

/** Sends a file and waits until it is read and checked, or refused. */
export async function imported(person: Person, bytes: Buffer, name = 'mine.csv', id = uuidv7()): Promise<Import> {
  await person.ask(beginImport, { params: { importId: id }, query: { name }, body: bytes, headers: OCTETS })
  return settled(person, id)
}

/** The import when no job works on it any more. */
export async function settled(person: Person, importId: string): Promise<Import> {
  const now = () => person.ask(importState, { params: { importId } })
  await expect.poll(async () => (await now()).state, { timeout: 60_000, interval: 50 }).not.toMatch(/^(reading|checking|bringing|undoing)$/)
  return now()
}
