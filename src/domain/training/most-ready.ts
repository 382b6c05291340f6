import type { TraineeAtAGlance } from './roster-contract.ts'

/** So many are named where space is short. Ours. */
export const MOST_NAMED = 5

type Glance = Pick<TraineeAtAGlance, 'ownerId' | 'name' | 'waits'>

/** Who has the most ready for sign-off, the most first and by name among equals, and how many more have some (P15). */
export function mostReady(trainees: readonly Glance[]): { named: { ownerId: string; name: string; ready: number }[]; more: number } {
  const all = trainees
    .map(({ ownerId, name, waits }) => ({ ownerId, name, ready: waits.find(({ what }) => what === 'ready for sign-off')?.count ?? 0 }))
    .filter(({ ready }) => ready > 0)
    .sort((one, other) => other.ready - one.ready || one.name.localeCompare(other.name, 'en-GB'))
  return { named: all.slice(0, MOST_NAMED), more: Math.max(0, all.length - MOST_NAMED) }
}
