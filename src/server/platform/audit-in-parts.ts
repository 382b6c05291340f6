import { audit, type Act } from './audit.ts'
import type { Tx } from './db.ts'

/** As many rows as a statement's parameters hold. */
const MOST_ROWS = 2000

/** Writes many rows, some thousands a statement. */
export async function inParts<R>(rows: readonly R[], write: (part: R[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += MOST_ROWS) await write(rows.slice(start, start + MOST_ROWS))
}

export const auditInParts = (tx: Tx, acts: readonly Act[]): Promise<void> => inParts(acts, (part) => audit(tx, ...part))
