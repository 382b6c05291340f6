import { answerQuestion, type Part } from '#domain/learning/contract.ts'
import { call, CallFault } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { currentSession } from '#web/platform/session-store.ts'
import { changeAttempt } from './learning-queries.ts'

/** Answers that are not kept yet, by question; and whether keeping them has failed or was refused. */
export interface Unkept {
  readonly waiting: ReadonlyMap<string, number>
  readonly failing: boolean
  readonly refusal: CallFault | null
}

/** Where an attempt holds the questions of a part. */
export const LISTS = { pre: 'preTest', final: 'questions' } as const

const PAUSES_MS = [800, 2000, 5000]

/**
 * Sends each answer as it is given, until the server has it (L4, P20). Of one question only the newest is sent, one sending after the
 * other, so that none overtakes another; only what the person chose is ever sent. Outlives the page of the module that shows it.
 */
export class AnswerKeeper {
  private readonly attempt: { readonly ownerId: string; readonly attemptId: string }
  private readonly part: Exclude<Part, 'page'>
  private state: Unkept = { waiting: new Map(), failing: false, refusal: null }
  private readonly sending = new Set<string>()
  private readonly listeners = new Set<() => void>()
  private readonly alarms = new Set<() => void>()

  constructor(attempt: { readonly ownerId: string; readonly attemptId: string }, part: Exclude<Part, 'page'>) {
    this.attempt = attempt
    this.part = part
    window.addEventListener('online', () => this.wake())
    window.addEventListener('pagehide', () => this.leave())
    window.addEventListener('beforeunload', (event) => {
      if (this.state.waiting.size > 0 && (this.state.failing || currentSession().ended)) event.preventDefault()
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly unkept = (): Unkept => this.state

  choose(questionId: string, option: number): void {
    this.tell({ waiting: new Map(this.state.waiting).set(questionId, option), refusal: null })
    void this.send(questionId)
  }

  /** Until nothing waits; false where the server will not have it. */
  async settled(): Promise<boolean> {
    this.wake()
    while (this.state.waiting.size > 0) {
      await new Promise<void>((resolve) => {
        const stop = this.subscribe(() => {
          stop()
          resolve()
        })
      })
    }
    return this.state.refusal === null
  }

  private async send(questionId: string): Promise<void> {
    if (this.sending.has(questionId)) return
    this.sending.add(questionId)
    for (let tries = 0; ;) {
      const option = this.state.waiting.get(questionId)
      if (option === undefined) break
      try {
        await call(answerQuestion, this.sendingOf(questionId, option))
        await this.showKept(questionId, option)
        this.drop(questionId, option)
        tries = 0
      } catch (fault) {
        if (fault instanceof CallFault && !mayPass(fault)) {
          this.drop(questionId, option, fault)
          continue
        }
        this.tell({ failing: true })
        await this.pause(PAUSES_MS[Math.min(tries++, PAUSES_MS.length - 1)]!)
      }
    }
    this.sending.delete(questionId)
  }

  private readonly sendingOf = (questionId: string, option: number) => ({
    params: { ...this.attempt, part: this.part, questionId },
    body: { option },
  })

  /** Shown as the server's before it no longer waits, so that it is never seen to be gone. */
  private showKept(questionId: string, option: number): Promise<void> {
    const { ownerId, attemptId } = this.attempt
    const list = LISTS[this.part]
    return changeAttempt(queryClient, ownerId, attemptId, (now) => ({
      ...now,
      [list]: now[list].map((question) => (question.id === questionId ? { ...question, chosen: option } : question)),
    }))
  }

  /** The page may be gone before an answer has arrived: it is sent once more in a way that outlives it. */
  private leave(): void {
    for (const [questionId, option] of this.state.waiting) {
      call(answerQuestion, { ...this.sendingOf(questionId, option), keepalive: true }).catch(() => undefined)
    }
  }

  /** Another choice made meanwhile goes on waiting. */
  private drop(questionId: string, option: number, refusal: CallFault | null = null): void {
    const waiting = new Map(this.state.waiting)
    if (waiting.get(questionId) === option) waiting.delete(questionId)
    this.tell({ waiting, failing: false, ...(refusal === null ? {} : { refusal }) })
  }

  private tell(change: Partial<Unkept>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.alarms.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.alarms.add(end)
    })
  }

  private wake(): void {
    for (const alarm of this.alarms) alarm()
  }
}

/** What may be otherwise when it is asked again; a session that ended is waited for by `call` itself. */
const mayPass = ({ status, code }: CallFault): boolean => code === 'offline' || code === 'overloaded' || status >= 500 || status === 429

const keepers = new Map<string, AnswerKeeper>()

/** The keeper of an attempt's part; the same for whoever asks, so that what waits is seen from every page. */
export function keeperOf(ownerId: string, attemptId: string, part: Exclude<Part, 'page'>): AnswerKeeper {
  const key = `${ownerId}/${attemptId}/${part}`
  const keeper = keepers.get(key) ?? new AnswerKeeper({ ownerId, attemptId }, part)
  keepers.set(key, keeper)
  return keeper
}
