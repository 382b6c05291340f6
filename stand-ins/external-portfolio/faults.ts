import { z } from 'zod'

/** What can go wrong with a delivery. `random` draws one of the others, and `401`, for some of the calls. */
const KINDS = ['down', 'slow', '429', '500', 'half-answer', 'drop-after-storing'] as const
const DRAWN = [...KINDS, '401'] as const
export const MODES = ['none', ...KINDS, 'random'] as const
export type Fault = 'none' | (typeof DRAWN)[number]

export const FaultSettings = z.strictObject({
  mode: z.enum(MODES),
  slowMs: z.int().min(0).max(600_000),
  retryAfterSeconds: z.int().min(0).max(86_400),
  /** Of a fault in each call, where the mode is `random`. */
  probability: z.number().min(0).max(1),
  /** The same seed draws the same faults in the same order of calls. */
  seed: z.int(),
  /** False: every delivery makes a new record, as with a side that knows no keys. */
  honoursKeys: z.boolean(),
  /** The token endpoint cuts every call, as if it were down. */
  tokenDown: z.boolean(),
})
export type FaultSettings = z.infer<typeof FaultSettings>

export const NO_FAULTS: FaultSettings = {
  mode: 'none',
  slowMs: 3000,
  retryAfterSeconds: 2,
  probability: 0.3,
  seed: 1,
  honoursKeys: true,
  tokenDown: false,
}

/** What was called: the proof of what was, and was not, asked for. */
export interface Call {
  readonly method: string
  /** Without the query, where codes and states stand. */
  readonly path: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** `cut` where the answer never left whole; null while under way. */
  status: number | 'cut' | null
  readonly key: string | null
  fault: Fault
}

const MOST_CALLS = 20_000

/** The faults that are set, and the log of calls. Forgotten at a restart. */
export class Faults {
  #settings = NO_FAULTS
  #draw = drawing(NO_FAULTS.seed)
  #calls: Call[] = []

  get settings(): FaultSettings {
    return this.#settings
  }

  /** What is left out stays as it is. The drawing begins anew. @throws z.ZodError */
  set(change: Partial<FaultSettings>): FaultSettings {
    this.#settings = FaultSettings.parse({ ...this.#settings, ...change })
    this.#draw = drawing(this.#settings.seed)
    return this.#settings
  }

  /** What is to go wrong with the delivery that has just come. */
  next(): Fault {
    const { mode, probability } = this.#settings
    if (mode !== 'random') return mode
    const [hit, which] = [this.#draw(), this.#draw()]
    return hit < probability ? DRAWN[Math.floor(which * DRAWN.length)]! : 'none'
  }

  /** The oldest first; the last 20,000. */
  get calls(): readonly Call[] {
    return this.#calls
  }

  note(call: Call): void {
    this.#calls.push(call)
    if (this.#calls.length >= 2 * MOST_CALLS) this.#calls = this.#calls.slice(-MOST_CALLS)
  }

  forgetCalls(): void {
    this.#calls = []
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
