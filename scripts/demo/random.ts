import { v7 as uuidv7 } from 'uuid'

/** Chance that comes out the same each time, for the same seed. */
export interface Random {
  /** 0 or more, below 1. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number
  /** True in `share` of all cases; 0.25 is one in four. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** Some of a list, each once, in mixed order. */
  some<T>(list: readonly T[], count: number): T[]
  /** A UUIDv7 of this instant (milliseconds since 1970). */
  id(instant: number): string
}

/** mulberry32, by Tommy Ettinger (public domain): 32 bits of state, good enough for what only has to look mixed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: (list) => list[whole(0, list.length - 1)]!,
    some(list, count) {
      const mixed = [...list]
      for (let at = mixed.length - 1; at > 0; at--) {
        const other = whole(0, at)
        ;[mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!]
      }
      return mixed.slice(0, count)
    },
    id: (instant) => uuidv7({ msecs: instant, seq: whole(0, 0x7fffffff), random: Uint8Array.from({ length: 16 }, () => whole(0, 255)) }),
  }
}

/** A list gone through in mixed order, again and again: nothing comes twice before everything came once. */
export function deck<T>(random: Random, list: readonly T[]): () => T {
  let left: T[] = []
  return () => {
    if (left.length === 0) left = random.some(list, list.length)
    return left.pop()!
  }
}
