import { discardDraft, readDraft, saveDraft } from '#domain/accounts/profile-contract.ts'
import { call, CallFault } from './call.ts'
import { forgetHere, keepHere, keptHere } from './draft-store.ts'
import { currentSession } from './session-store.ts'

export type DraftState = 'none' | 'keeping' | 'kept' | 'keptHere' | 'notKept' | 'noRoom' | 'tooLong'
export type Values = Record<string, unknown>

/** Kept this long after the last key, and at the latest this long after the first (P20: within two seconds). */
const PAUSE_MS = 800
const LATEST_MS = 1600
const AGAIN_MS = 4000
const SOON_MS = 300
const MOST_WAIT_MS = 15_000
const KEEPALIVE_CHARACTERS = 20_000

/** Under this name a draft holds an older one that was found while the newer was already being typed. */
const EARLIER = 'earlier'

/** A draft as it is kept, with the older text beside it. */
export const withEarlier = (values: object, earlier: object | null): string =>
  JSON.stringify(earlier === null ? values : { ...values, [EARLIER]: earlier })

function parted(body: Values): Found {
  const { [EARLIER]: earlier, ...values } = body
  return { values, earlier: typeof earlier === 'object' && earlier !== null ? (earlier as Values) : null }
}

/** What was kept of a form, and beside it what was kept before that. */
export interface Found {
  /** Null where something newer is already being typed, or nothing was kept. */
  readonly values: Values | null
  readonly earlier: Values | null
}
const NOTHING: Found = { values: null, earlier: null }

/** Equal for the same values, in whatever order they are stored. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/**
 * One form's draft: what is to be sent, and the sendings one after the other, so that none overtakes another. It outlives its
 * window until all of it has reached the server, and a window of the same form that opens meanwhile takes it over.
 */
export class Keeper {
  readonly ownerId: string
  readonly form: string
  state: DraftState = 'none'
  private listener: ((state: DraftState) => void) | null = null
  /** Whether it is known what the server keeps. Nothing is sent before: it would overwrite what was begun earlier. */
  private found: boolean
  private unsent: string | null = null
  private onItsWay: string | null = null
  private kept: string | null = null
  /** What stood in the form when its draft was thrown away: a form that is shown once more on its way out is not typing. */
  private discarded: string | null = null
  private since = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private acts: Promise<void> = Promise.resolve()
  private waitingToSend = false
  private pending = 0
  /** Counts what was thrown away: a sending from before must not bring it back. */
  private round = 0
  private reading: Promise<Found> | null = null
  private wake: () => void = () => undefined
  private gone = false

  constructor(ownerId: string, form: string, fresh: boolean) {
    this.ownerId = ownerId
    this.form = form
    this.found = fresh
  }

  open(listener: (state: DraftState) => void): void {
    this.listener = listener
  }

  close(): void {
    this.listener = null
    this.flush()
  }

  /** Nothing is left to do for it. */
  get idle(): boolean {
    return this.gone || (this.listener === null && this.unsent === null && this.pending === 0)
  }

  /** Leaving the page now would lose something. */
  get atRisk(): boolean {
    if (this.gone || (this.unsent === null && this.onItsWay === null) || this.state === 'keptHere') return false
    return this.state === 'notKept' || this.state === 'noRoom' || this.state === 'tooLong' || Date.now() - this.since > LATEST_MS + 1000
  }

  /** What was kept before. Asks until the server has answered: a draft that could not be read is not one that is not there. */
  find(): Promise<Found> {
    if (this.found) {
      const latest = this.unsent ?? this.onItsWay ?? this.kept
      return Promise.resolve(latest === null ? NOTHING : parted(JSON.parse(latest) as Values))
    }
    this.reading ??= this.read().finally(() => (this.reading = null))
    return this.reading
  }

  private async read(): Promise<Found> {
    const here = keptHere(this.ownerId, this.form)
    if (here !== null && this.unsent === null) {
      this.unsent = here.text
      this.since = Date.now()
      if (here.knowsServer) {
        // A draft that never reached the server is the later one.
        this.found = true
        this.flush()
        return parted(JSON.parse(here.text) as Values)
      }
    }
    const resumed = here !== null && !here.knowsServer
    for (let tries = 0; this.wanted; tries++) {
      try {
        const { draft } = await call(readDraft, { params: this.params(), signal: AbortSignal.timeout(MOST_WAIT_MS) })
        this.found = true
        return this.meet(draft, resumed)
      } catch (fault) {
        if (fault instanceof CallFault && !mayPass(fault)) {
          this.found = true
          break
        }
        this.failed()
        await new Promise<void>((resolve) => {
          this.wake = resolve
          setTimeout(resolve, Math.min(8000, 500 * 2 ** tries))
        })
      }
    }
    return NOTHING
  }

  private get wanted(): boolean {
    return !this.gone && (this.listener !== null || this.unsent !== null)
  }

  /** What is typed meanwhile is the newer; both are kept. */
  private meet(draft: Values | null, resumed: boolean): Found {
    const typed = this.unsent
    if (typed === null) {
      if (draft === null) return NOTHING
      this.kept = JSON.stringify(draft)
      this.tell('kept')
      return parted(draft)
    }
    const { values: found } = draft === null ? { values: null } : parted(draft)
    const mine = parted(JSON.parse(typed) as Values)
    const differs = found !== null && canonical(found) !== canonical(mine.values)
    if (differs) this.unsent = withEarlier(mine.values ?? {}, found)
    this.flush()
    return { values: resumed ? mine.values : null, earlier: differs ? found : mine.earlier }
  }

  keep(text: string): void {
    if (text === (this.unsent ?? this.onItsWay ?? this.kept) || text === this.discarded) return
    if (
      this.unsent === null &&
      this.onItsWay === null &&
      this.kept !== null &&
      canonical(JSON.parse(text)) === canonical(JSON.parse(this.kept))
    )
      return
    this.discarded = null
    if (this.unsent === null) this.since = Date.now()
    this.unsent = text
    if (this.found) this.tell(this.state === 'notKept' || this.state === 'keptHere' ? this.state : 'keeping')
    else if (this.state === 'notKept' || this.state === 'keptHere') this.failed()
    if (this.state === 'keptHere') keepHere(this.ownerId, this.form, text, this.found)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.min(PAUSE_MS, this.since + LATEST_MS - Date.now())))
  }

  flush(): void {
    clearTimeout(this.timer)
    this.wake()
    if (!this.found) {
      if (this.reading === null && this.unsent !== null) void this.find()
      return
    }
    if (this.unsent === null || this.waitingToSend || this.gone) return
    this.waitingToSend = true
    void this.next(() => this.send())
  }

  /** The page may be gone before another sending ends: this one waits for nothing. */
  leave(): void {
    const text = this.unsent ?? this.onItsWay
    if (!this.found || text === null || text.length > KEEPALIVE_CHARACTERS || this.gone) return this.flush()
    void this.sendLeaving(text)
  }

  private async sendLeaving(text: string): Promise<void> {
    const { round } = this
    try {
      await call(saveDraft, { params: this.params(), body: { draft: JSON.parse(text) as Values }, keepalive: true })
    } catch {
      // It is sent again in its turn, where the page is still there.
      return
    }
    if (round !== this.round || this.unsent !== text || this.onItsWay !== null) return
    this.unsent = null
    this.arrived(text)
  }

  async discard(): Promise<void> {
    clearTimeout(this.timer)
    this.round++
    this.discarded = this.unsent ?? this.onItsWay ?? this.kept
    this.unsent = null
    this.kept = null
    forgetHere(this.ownerId, this.form)
    this.tell('none')
    // What was begun earlier and has not been seen yet is not thrown away with it.
    if (!this.found) return
    // Outlives the page: who reloads right after saving must not get the draft back.
    await this.next(async () => {
      await call(discardDraft, { params: this.params(), keepalive: true }).catch(() => undefined)
    })
  }

  /** Whether all is kept, as soon as that is known. */
  async outcome(): Promise<DraftState> {
    this.flush()
    if (!this.found && this.unsent !== null) await this.find()
    await this.acts
    return this.unsent !== null && (this.state === 'keeping' || this.state === 'none') ? 'notKept' : this.state
  }

  /** Signing out leaves nothing behind (P20). */
  forget(): void {
    clearTimeout(this.timer)
    this.gone = true
    this.round++
    this.unsent = null
    this.state = 'none'
    this.wake()
  }

  private async next(act: () => Promise<void>): Promise<void> {
    this.pending++
    const before = this.acts
    this.acts = before.then(act).finally(() => this.pending--)
    await this.acts
  }

  private async send(): Promise<void> {
    this.waitingToSend = false
    const text = this.unsent
    if (text === null) return
    const { round } = this
    this.unsent = null
    this.onItsWay = text
    try {
      await call(saveDraft, {
        params: this.params(),
        body: { draft: JSON.parse(text) as Values },
        signal: AbortSignal.timeout(MOST_WAIT_MS),
      })
      this.onItsWay = null
      if (round === this.round) this.arrived(text)
    } catch (fault) {
      this.onItsWay = null
      if (round !== this.round || currentSession().person?.id !== this.ownerId) return
      this.unsent ??= text
      if (fault instanceof CallFault && !mayPass(fault)) return this.tell('tooLong')
      if (fault instanceof CallFault && fault.code === 'quota_passed') this.tell('noRoom')
      else this.failed()
      clearTimeout(this.timer)
      // A sending that waited for its person to sign in again has outlived its time.
      this.timer = setTimeout(() => this.flush(), fault instanceof CallFault ? AGAIN_MS : SOON_MS)
    }
  }

  private arrived(text: string): void {
    this.kept = text
    if (this.unsent === null) forgetHere(this.ownerId, this.form)
    this.tell(this.unsent === null ? 'kept' : 'keeping')
  }

  private failed(): void {
    if (this.unsent === null) return
    this.tell(keepHere(this.ownerId, this.form, this.unsent, this.found) ? 'keptHere' : 'notKept')
  }

  private tell(state: DraftState): void {
    this.state = state
    this.listener?.(state)
  }

  private params() {
    return { ownerId: this.ownerId, '*': this.form }
  }
}

const mayPass = ({ code }: CallFault): boolean =>
  code !== 'invalid_input' && code !== 'too_large' && code !== 'not_found' && code !== 'not_allowed'
