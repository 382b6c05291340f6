import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { PlainError } from './plain-error.ts'

/** The user PostgreSQL runs as. Null when Cairn is not root: then it runs as whoever started Cairn. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root, so root lends it a user that exists; none is created.
 * A cluster that is there keeps its owner, unless another user is named.
 */
export function accountFor(runAs: string | null, cluster: string): Account | null {
  if (process.getuid?.() !== 0) return null
  if (runAs !== null) {
    const account = accountNamed(runAs)
    if (account === null) throw new PlainError(`CAIRN_RUN_AS names the user "${runAs}", whom this computer does not know.`)
    if (account.uid === 0) throw new PlainError('CAIRN_RUN_AS names root, and PostgreSQL does not run as root. Name another user.')
    return account
  }
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { name: `user ${uid}`, uid, gid }
  }
  const account = accountNamed('postgres') ?? accountNamed('nobody')
  if (account === null) {
    throw new PlainError(
      'Cairn was started by root and found no user to run PostgreSQL as. Name one with CAIRN_RUN_AS, or start Cairn as an ordinary user.',
    )
  }
  return account
}

/** The outermost folder on the way to `folder` that the user may not pass through; null if the way is free. */
export function folderInTheWay(account: Account, folder: string): string | null {
  const way: string[] = []
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(at)) way.unshift(at)
    if (at === dirname(at)) break
  }
  const { uid, gid } = account
  return way.find((at) => spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', at], { uid, gid, cwd: '/', stdio: 'ignore' }).status !== 0) ?? null
}

function accountNamed(name: string): Account | null {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync('id', [flag, '--', name], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      )
    return { name, uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}

/** In a session of its own, so that Ctrl+C in the terminal reaches Cairn, which stops its database last. */
export function spawnAs(account: Account | null, program: string, args: string[], output: 'pipe' | number): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const who = account === null ? {} : { uid: account.uid, gid: account.gid }
  return spawn(program, args, {
    ...who,
    env,
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  })
}

/** The exit code. @throws PlainError if the program could not be started */
export function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done, fail) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const hint =
        error.code === 'ENOENT'
          ? 'This system lacks what it needs (glibc); set DATABASE_URL instead.'
          : 'Is the data folder on a disk that allows no programs?'
      fail(new PlainError(`PostgreSQL could not be run: ${error.message}. ${hint}`))
    })
    child.once('exit', (code) => done(code))
  })
}
