import { z } from 'zod'

/** What the columns of an archive's rows are made of. */
export const Day = z.iso.date().describe('A plain day, without a time zone.')
export const Moment = z.iso.datetime({ precision: 3 }).describe('A moment in UTC.')
export const Hundredths = z.int().describe('An exact amount in hundredths: 125 is 1.25.')
export const InArchive = z.string().describe('The path of the file in this archive.')

/**
 * Which rows are the owner's to take: `own or signed`, of a part of a form what they wrote, and what others wrote once it is signed;
 * `signed`, what is of a form that is signed.
 */
export type Which = 'all' | 'own or signed' | 'signed'

export interface ArchivedTable<Row extends z.ZodObject = z.ZodObject> {
  /** The rows are in `data/<name>.json`; it never changes its meaning within a version of the format. */
  readonly name: string
  readonly row: Row
  /** Columns that are not in it, and why. */
  readonly leftOut: Readonly<Record<string, string>>
  readonly only: Which
}

export type ArchiveGroup = Readonly<Record<string, ArchivedTable>>

/** `owner_id` is in no row: it is the same in all, and stands in archive.json. */
export const archived = <Row extends z.ZodObject>(
  name: string,
  row: Row,
  { leftOut = {}, only = 'all' }: { leftOut?: Readonly<Record<string, string>>; only?: Which } = {},
): ArchivedTable<Row> => ({ name, row, leftOut, only })
