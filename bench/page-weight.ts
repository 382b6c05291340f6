import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { Figure } from './figure.ts'

const web = resolve(import.meta.dirname, '../dist/web')
const MOST_KB = 200

/** What a browser must load before the page's own code runs: the entry and all it imports, as Vite lists them. */
export async function pageWeight(): Promise<Figure[]> {
  const html = await readFile(join(web, 'index.html'), 'utf8')
  const named = (pattern: RegExp) => [...html.matchAll(pattern)].map((match) => match[1]!)
  const scripts = named(/(?:<script[^>]* src|<link rel="modulepreload"[^>]* href)="([^"]+\.js)"/g)
  const styles = named(/<link rel="stylesheet"[^>]* href="([^"]+\.css)"/g)
  const js = await kilobytesOf(scripts)
  const css = await kilobytesOf(styles)
  return [
    {
      name: `First JavaScript of the page, compressed (${scripts.length} files)`,
      value: `${js.toFixed(0)} kB`,
      goal: `within ${MOST_KB} kB`,
      met: js <= MOST_KB,
      note: `and ${css.toFixed(0)} kB of CSS; the rest comes with the page that needs it`,
    },
  ]
}

async function kilobytesOf(files: readonly string[]): Promise<number> {
  let bytes = 0
  for (const file of files) {
    const path = join(web, file)
    const compressed = await readFile(`${path}.br`).catch(() => null)
    bytes += (compressed ?? brotliCompressSync(await readFile(path))).length
  }
  return bytes / 1000
}
