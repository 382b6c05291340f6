import { sql } from 'kysely'
import type { z } from 'zod'
import { GUARD_LEVELS, GuardRule, MOST_REASON } from '#domain/guard-rules.ts'
import { GUARDED_FIELDS } from '#domain/portfolio/item.ts'
import type { LoadedCatalogue } from '#server/platform/catalogue.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import type { Tx } from '#server/platform/db.ts'
import { whyNot } from '#server/platform/guard.ts'
import type { OfImport } from './archive-left.ts'
import { stagedRows } from './archive-staged.ts'

type OverrideRow = z.infer<typeof ARCHIVED.guard_override.row>

/** Whether its owner could have given it here: a reason opens what the guard blocks, and stands for good (P18). */
function couldBeGiven({ field, rule, reason }: OverrideRow, fields: ReadonlySet<string>): boolean {
  const known = GuardRule.safeParse(rule)
  return (
    known.success &&
    GUARD_LEVELS[known.data] === 'block' &&
    fields.has(field) &&
    reason.length <= MOST_REASON &&
    whyNot(reason.trim()) === null
  )
}

/** Drops reasons that the archive's owner cannot have given to keep what the guard blocks, or another gave; answers how many. */
export async function dropOddReasons(tx: Tx, { forms }: Pick<LoadedCatalogue, 'forms'>, of: OfImport, fromOwner: string): Promise<number> {
  const reflections = forms.filter(({ family }) => family === 'reflection').flatMap(({ sections }) => sections)
  const fields = new Set<string>([...GUARDED_FIELDS, ...reflections.flatMap((section) => section.fields.map(({ id }) => id))])
  let dropped = 0
  for await (const rows of stagedRows<OverrideRow>(tx, of, 'guard_override')) {
    const odd = rows.filter(({ row }) => row.person_id !== fromOwner || !couldBeGiven(row, fields)).map(({ number }) => number)
    dropped += odd.length
    await sql`delete from import_part where owner_id = ${of.ownerId} and import_id = ${of.importId} and part = 'guard_override'
      and number = any(${odd}::int[])`.execute(tx)
  }
  return dropped
}
