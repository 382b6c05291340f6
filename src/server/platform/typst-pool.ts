import { fork, type ChildProcess } from 'node:child_process'
import { resolve } from 'node:path'
import type { LaidOut, LayOut } from './typst-child.ts'

/** A document that takes too long or too much memory to lay out; trying again would not help. */
export class LayoutFault extends Error {
  override name = 'LayoutFault'
  readonly lack: 'time' | 'memory'

  constructor(lack: 'time' | 'memory') {
    super(`Not enough ${lack} to lay out this document.`)
    this.lack = lack
  }
}

export interface TypstPool {
  /** @throws LayoutFault */
  layOut(document: LayOut): Promise<{ pdf: Uint8Array; pages: number }>
  /** Ends the processes that wait for work; those at work end with it. */
  close(): void
}

/** Processes that lay out documents: started when needed, kept warm while they are, ended when idle or stuck (R4). */
export function openTypstPool(limits: { processes?: number; mostMs?: number; idleMs?: number } = {}): TypstPool {
  const { processes = 2, mostMs = 60_000, idleMs = 120_000 } = limits
  const idle: { child: ChildProcess; timer: NodeJS.Timeout }[] = []
  const waiting: (() => void)[] = []
  let busy = 0
  let closed = false

  async function turn(): Promise<void> {
    if (busy >= processes) await new Promise<void>((go) => waiting.push(go))
    else busy += 1
  }

  /** Hands the turn on, or gives it back. */
  function done(): void {
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }

  function take(): ChildProcess {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      clearTimeout(warm.timer)
      if (warm.child.connected) {
        warm.child.ref()
        warm.child.channel?.ref()
        return warm.child
      }
    }
    const child = fork(resolve(import.meta.dirname, 'typst-child.ts'), {
      serialization: 'advanced',
      execArgv: [],
      // Nothing of the server's environment, where secrets stand.
      env: { NODE_NO_WARNINGS: '1', ...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // One that was killed may still say so when nobody asks it anything.
    child.on('error', () => undefined)
    return child
  }

  function keep(child: ChildProcess): void {
    if (closed || !child.connected) {
      child.kill('SIGKILL')
      return
    }
    child.unref()
    child.channel?.unref()
    const timer = setTimeout(() => child.kill('SIGKILL'), idleMs)
    timer.unref()
    idle.push({ child, timer })
  }

  return {
    async layOut(document) {
      await turn()
      try {
        const child = take()
        const answer = await ask(child, document, mostMs)
        if ('fault' in answer) {
          child.kill('SIGKILL')
          throw new Error(answer.fault)
        }
        keep(child)
        return answer
      } finally {
        done()
      }
    },
    close() {
      closed = true
      for (const { child, timer } of idle.splice(0)) {
        clearTimeout(timer)
        child.kill('SIGKILL')
      }
    },
  }
}

function ask(child: ChildProcess, document: LayOut, mostMs: number): Promise<LaidOut> {
  return new Promise((answer, refuse) => {
    const late = setTimeout(() => {
      end()
      child.kill('SIGKILL')
      refuse(new LayoutFault('time'))
    }, mostMs)
    const onMessage = (message: LaidOut) => {
      end()
      answer(message)
    }
    const onGone = (_code: number | null, signal: string | null) => {
      end()
      refuse(signal === 'SIGKILL' ? new LayoutFault('memory') : new Error(`The layout process ended (${signal ?? _code}).`))
    }
    const onError = (fault: Error) => {
      end()
      refuse(fault)
    }
    function end(): void {
      clearTimeout(late)
      child.off('message', onMessage).off('exit', onGone).off('error', onError)
    }
    child.on('message', onMessage).on('exit', onGone).on('error', onError)
    child.send(document, (fault) => {
      if (fault) onError(fault)
    })
  })
}
