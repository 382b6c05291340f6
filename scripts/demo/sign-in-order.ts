import { signRecord, type Signing } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import type { Desk } from './training-house.ts'

/** Something that was signed, and what is kept of it beside the chain once it has its number there. */
export interface Pending {
  readonly signing: Signing
  keep(number: number): Promise<void>
}

/** An owner's chain, oldest first. */
export async function signInOrder({ tx, house }: Desk, pending: readonly Pending[]): Promise<void> {
  const key = chainKeyOf(house.config)
  for (const { signing, keep } of pending.toSorted((a, b) => a.signing.at.getTime() - b.signing.at.getTime())) {
    const { number } = await signRecord(tx, key, signing)
    await keep(number)
  }
}
