import type { AccreditorId } from '#domain/catalogue/contract.ts'
import type { Hundredths } from '#domain/hundredths.ts'
import type { Status } from './item.ts'

/** What one item brings to the total. */
export interface Credited {
  readonly status: Status
  readonly personal: Hundredths | null
  readonly impact: Hundredths | null
  /** What each accrediting organisation awarded, as it was on the day; void awards left out (C8). */
  readonly awards: ReadonlyMap<AccreditorId, Hundredths>
}

export interface Total {
  readonly counted: Hundredths
  readonly impact: Hundredths
  readonly notCounted: Hundredths
}

/**
 * What items add to the total, seen through the owner's accrediting organisation.
 *
 * With an organisation chosen its own awards count, with none the owner's personal credits do; the two are never added
 * to each other. Impact credits count either way. Only completed items count.
 * Source: BMJ Portfolio help, 'How do I view my total credits?' (rules C2 to C6).
 */
export function totalThrough(lens: AccreditorId | null, items: Iterable<Credited>): Total {
  const total = { counted: 0, impact: 0, notCounted: 0 }
  for (const item of items) {
    if (item.status !== 'completed') continue
    total.impact += item.impact ?? 0
    if (lens === null) total.counted += item.personal ?? 0
    else if (item.awards.has(lens)) total.counted += item.awards.get(lens)!
    else total.notCounted += item.personal ?? 0
  }
  return total
}

/**
 * Why the personal credits of an item cannot be typed now, or null where they can: an item that the chosen organisation
 * awarded shows its award. What was typed before is kept and comes back with None (C3).
 */
export function personalClosed(
  lens: { readonly id: AccreditorId; readonly name: string } | null,
  awarded: ReadonlySet<AccreditorId>,
): string | null {
  if (lens === null || !awarded.has(lens.id)) return null
  return `${lens.name} gave credits for this, so your own are not added. They come back if you choose None in Site settings.`
}
