import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { CatalogueError, loadCatalogue } from './catalogue.ts'

type Files = Readonly<Record<string, string>>

/** Catalogues written for the tests of one file, gone after them. */
export function catalogueFolders() {
  let parent: string
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'cairn-catalogue-'))
  })
  afterAll(() => rm(parent, { recursive: true, force: true }))

  /** A catalogue of the files given; a path without a file is an empty folder. */
  async function written(files: Files): Promise<string> {
    const root = join(await mkdtemp(join(parent, 'a-')), 'catalogue')
    for (const kind of ['accreditors', 'tag-sets', 'schemes', 'curricula', 'declarations', 'forms', 'minima'])
      await mkdir(join(root, kind), { recursive: true })
    for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text)
    return root
  }

  async function faultsOf(files: Files): Promise<readonly string[]> {
    try {
      await loadCatalogue(await written(files))
    } catch (fault) {
      if (fault instanceof CatalogueError) return fault.faults
      throw fault
    }
    return []
  }

  return { written, faultsOf }
}
