import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('every part of Mantine that a page uses brings its style: without it a tick is as large as the page', async () => {
  const loaded = await readFile('src/web/ui/styles.ts', 'utf8')
  const used = new Set<string>()
  for await (const path of glob('src/web/**/*.tsx')) {
    const text = await readFile(path, 'utf8')
    for (const [, names] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g))
      for (const name of names!.split(',')) used.add(name.trim())
  }
  const missing = [...used].filter(
    (name) => existsSync(`node_modules/@mantine/core/styles/${name}.layer.css`) && !loaded.includes(`/${name}.layer.css'`),
  )
  expect(used.size).toBeGreaterThan(20)
  expect(missing).toEqual([])
})
