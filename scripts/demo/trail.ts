import type { Act } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Random } from './random.ts'

/** Acts of the past, each at its moment, written to the trail together. */
export class Trail {
  readonly #rows: (Act & { readonly at: Date })[] = []

  add(at: Date, act: Act): void {
    this.#rows.push({ ...act, at })
  }

  async write(tx: Tx, random: Random): Promise<void> {
    if (this.#rows.length === 0) return
    await tx
      .insertInto('audit')
      .values(
        this.#rows.map((act) => ({
          owner_id: act.ownerId,
          id: random.id(act.at.getTime()),
          at: act.at,
          person_id: act.personId,
          act: act.act,
          record_kind: act.recordKind,
          record_id: act.recordId ?? null,
          about: act.about ?? '',
          changes: JSON.stringify(act.changes ?? []),
        })),
      )
      .execute()
  }
}
