import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { FoundArchive } from '#domain/capture/archive-in.ts'
import type { Parts } from '#server/platform/parts.ts'
import { bringArchiveIn } from './archive-bringing.ts'
import { freshOf, partsOf } from './archive-check.ts'
import { dropOddReasons } from './archive-overrides.ts'
import { readArchive } from './archive-reading.ts'
import { takeArchiveOut } from './archive-undo.ts'
import type { Claim } from './import-claim.ts'
import { importRow } from './import-queries.ts'
import { FileFault } from './import-reading.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue' | 'config'>

async function read(house: House, claim: Claim): Promise<void> {
  const { stored_as, size_bytes } = await importRow(house.db, claim, claim.importId)
  if (stored_as === null) throw new FileFault(archiveInWords.file.notZip)
  const found = await readArchive(house, claim, { storedAs: stored_as, size: size_bytes })
  await claim.become(house.db, { state: 'checking', found: JSON.stringify({ ...found, parts: [], keeps: false }) })
}

async function check({ db, catalogue }: House, claim: Claim): Promise<void> {
  const row = await importRow(db, claim, claim.importId)
  await db.transaction().execute(async (tx) => {
    const read = FoundArchive.parse(row.found)
    const odd = await dropOddReasons(tx, catalogue, claim, read.owner.id)
    const notes = odd === 0 ? read.notes : [...read.notes, archiveInWords.notes.reasons(odd)]
    const found = await partsOf(tx, claim, { ...read, notes })
    const { rows, here, isNew } = freshOf(found)
    // What is only kept is something to bring in, too.
    const added = rows === 0 && isNew ? 1 : rows
    await claim.become(tx, { state: 'ready', found: JSON.stringify(found), lines: rows + here, added, already: here, reason: row.reason })
  })
}

/** What an import of an archive does, state by state. */
export const ARCHIVE_STEPS = { reading: read, checking: check, bringing: bringArchiveIn, undoing: takeArchiveOut } as const
