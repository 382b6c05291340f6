import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

const linux = process.platform === 'linux'

/** Whether a process of this number runs. One that has ended but was never collected by its parent (a zombie) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (!linux) return true
  try {
    // The name in brackets may hold spaces and brackets itself; the state is the first letter after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}

/** Whether the process is a PostgreSQL on this cluster, not a stranger that was given the same number after a crash or reboot. */
export function isPostgresOn(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false
  try {
    // Every process of a cluster works in the cluster's folder.
    if (linux) return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false
  }
}

/** The processes of a cluster; empty where the system does not tell. */
export function postgresProcesses(cluster: string): number[] {
  if (!linux) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isPostgresOn(pid, cluster))
}

/** Resolves as soon as the claim holds, with false if it does not in time. */
export async function until(claim: () => boolean | Promise<boolean>, milliseconds: number, every = 50): Promise<boolean> {
  const end = performance.now() + milliseconds
  for (;;) {
    if (await claim()) return true
    if (performance.now() > end) return false
    await new Promise((done) => setTimeout(done, every))
  }
}
