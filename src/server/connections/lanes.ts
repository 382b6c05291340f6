/** Deliveries that one worker has under way at once. */
export const SLOTS = 12
/** Of these to one portfolio, and for one connection, so that a slow one leaves room for the others (X9). */
const OF_CONNECTOR = 8
const OF_CONNECTION = 3
/** Who finds no room waits here. More than that are found again by looking at the table. */
const MOST_WAITING = 20_000

interface Wish {
  readonly connectorId: string
  readonly connectionId: string
  readonly itemId: string
}

/**
 * The room of one worker. Who finds none waits in memory, and is taken by whoever leaves: first for the connection that has least under
 * way, so that what one person has just completed never stands behind another's thousands. What a killed worker held is due in the table.
 */
export class Lanes<W extends Wish> {
  readonly #underWay = new Map<string, number>()
  /** By connection, the longest untouched first; in each by item, so that one that is rung for twice waits once. */
  readonly #waiting = new Map<string, Map<string, W>>()
  #many = 0

  /** Enters with this one, or lets it wait. True where the caller has it to do, and must `leave` after. */
  enter(wish: W): boolean {
    if (this.#hasRoom(wish)) {
      this.#count(wish, 1)
      return true
    }
    const others = this.#waiting.get(wish.connectionId) ?? new Map<string, W>()
    if (!others.has(wish.itemId) && this.#many < MOST_WAITING) {
      others.set(wish.itemId, wish)
      this.#waiting.set(wish.connectionId, others)
      this.#many++
    }
    return false
  }

  /** Leaves, and enters with one that waited for this room, which the caller then has to do; null where none did. */
  leave(wish: W, { andTakeNext }: { andTakeNext: boolean }): W | null {
    this.#count(wish, -1)
    if (!andTakeNext) return null
    const next = this.#next(wish.connectorId)
    if (next === null) return null
    const others = this.#waiting.get(next.connectionId)!
    others.delete(next.itemId)
    this.#many--
    // At the end of the row, so that everybody has their turn.
    this.#waiting.delete(next.connectionId)
    if (others.size > 0) this.#waiting.set(next.connectionId, others)
    this.#count(next, 1)
    return next
  }

  #next(connectorId: string): W | null {
    let best: { wish: W; underWay: number } | null = null
    for (const [connectionId, others] of this.#waiting) {
      const wish = others.values().next().value!
      const underWay = this.#underWay.get(connectionId) ?? 0
      if (wish.connectorId !== connectorId || !this.#hasRoom(wish)) continue
      if (best === null || underWay < best.underWay) best = { wish, underWay }
      if (best.underWay === 0) break
    }
    return best?.wish ?? null
  }

  #hasRoom({ connectorId, connectionId }: Wish): boolean {
    return (this.#underWay.get(connectionId) ?? 0) < OF_CONNECTION && (this.#underWay.get(connectorId) ?? 0) < OF_CONNECTOR
  }

  #count({ connectorId, connectionId }: Wish, step: 1 | -1): void {
    for (const name of [connectorId, connectionId]) {
      const now = (this.#underWay.get(name) ?? 0) + step
      if (now > 0) this.#underWay.set(name, now)
      else this.#underWay.delete(name)
    }
  }
}
