import { isPlainDate, type PlainDate } from '#domain/plain-date.ts'
import { programmeWords } from './programme-words.ts'

/** One doctor to be invited (T1). */
export interface InvitationLine {
  readonly email: string
  /** A code of the curriculum's training years. */
  readonly trainingYear: string
  readonly startsOn: PlainDate
  readonly feeNote: string
}

/** `line` counts from 1, as one sees it in the field. */
export interface LineFault {
  readonly line: number
  readonly message: string
}

/** More at once would be a whole cohort's; a second paste does the rest. */
export const MOST_INVITED = 500

const say = programmeWords.lines

/**
 * Reads doctors pasted one a line, from a table or typed: address, training year, first day, note, parted by tabs, semicolons or commas.
 * All or nothing: with a fault in any line nobody is invited (T1). Empty lines and a line of headings are passed over.
 * @param years the codes of the curriculum's training years
 */
export function readInvitationLines(
  text: string,
  years: readonly string[],
): { readonly lines: readonly InvitationLine[]; readonly faults: readonly LineFault[] } {
  const lines: InvitationLine[] = []
  const faults: LineFault[] = []
  const seen = new Map<string, number>()
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    if (raw.trim() === '' || (at === 0 && !raw.includes('@') && /e-?mail/i.test(raw))) continue
    const line = at + 1
    const read = readLine(raw, years)
    if (typeof read === 'string') {
      faults.push({ line, message: read })
      continue
    }
    const before = seen.get(read.email)
    if (before !== undefined) faults.push({ line, message: say.twice(before) })
    seen.set(read.email, line)
    lines.push(read)
  }
  if (lines.length > MOST_INVITED) faults.push({ line: lines.length, message: say.tooMany(MOST_INVITED) })
  return { lines, faults }
}

function readLine(raw: string, years: readonly string[]): InvitationLine | string {
  const parting = raw.includes('\t') ? '\t' : raw.includes(';') ? ';' : ','
  const [address = '', year = '', day = '', ...note] = raw.split(parting).map((cell) => cell.trim())
  const email = address.toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return say.notAnAddress(address)
  const trainingYear = years.find((code) => code.toLowerCase() === year.toLowerCase())
  if (trainingYear === undefined) return say.noYear(year, years)
  const startsOn = readDay(day)
  if (startsOn === null) return say.noDay(day)
  return { email, trainingYear, startsOn, feeNote: note.join(`${parting} `).trim() }
}

/** '2027-08-04', or day before month as in the UK: '4/8/2027'. */
function readDay(text: string): PlainDate | null {
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const day = parts === null ? text : `${parts[3]}-${parts[2]!.padStart(2, '0')}-${parts[1]!.padStart(2, '0')}`
  return isPlainDate(day) ? day : null
}
