import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const checkout = resolve(import.meta.dirname, '..')

/** Each sin stands in a file of its own, as it would in the room named by its path. */
const SINS: readonly { readonly file: string; readonly text: string; readonly rule: string }[] = [
  { file: 'src/domain/portfolio/uses-npm.ts', text: "import { sql } from 'kysely'\nexport const a = sql", rule: 'no-restricted-imports' },
  {
    file: 'src/domain/portfolio/uses-server.ts',
    text: "import { x } from '#server/platform/db.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/domain/portfolio/climbs.ts',
    text: "import { x } from '../accounts/contract.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  { file: 'src/domain/portfolio/reads-clock.ts', text: 'export const a = () => Date.now()', rule: 'no-restricted-globals' },
  { file: 'src/domain/portfolio/reads-environment.ts', text: "export const a = () => process.env['X']", rule: 'no-restricted-globals' },
  {
    file: 'src/server/platform/knows-feature.ts',
    text: "import { x } from '#server/portfolio/queries.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/server/platform/knows-rule.ts',
    text: "import { x } from '#domain/portfolio/credits.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/server/platform/knows-curriculum-rule.ts',
    text: "import { x } from '#domain/curriculum/sign-off.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/server/portfolio/reaches-in.ts',
    text: "import { x } from '#server/accounts/better-auth.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/server/portfolio/knows-page.ts',
    text: "import { x } from '#web/ui/page.tsx'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/web/ui/knows-feature.ts',
    text: "import { x } from '#web/portfolio/words.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/web/platform/knows-feature.ts',
    text: "import { x } from '#web/accounts/words.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  {
    file: 'src/web/portfolio/knows-server.ts',
    text: "import { x } from '#server/portfolio/queries.ts'\nexport const a = x",
    rule: 'no-restricted-imports',
  },
  { file: 'src/server/portfolio/cycle-a.ts', text: "import { b } from './cycle-b.ts'\nexport const a = () => b", rule: 'no-cycle' },
  { file: 'src/server/portfolio/cycle-b.ts', text: "import { a } from './cycle-a.ts'\nexport const b = () => a", rule: 'no-cycle' },
  { file: 'src/server/portfolio/barrel.ts', text: "export * from './cycle-a.ts'\nexport * from './cycle-b.ts'", rule: 'no-barrel-file' },
]

const VIRTUES: readonly { readonly file: string; readonly text: string }[] = [
  {
    file: 'src/domain/portfolio/pure.ts',
    text: "import { z } from 'zod'\nimport { x } from '#domain/errors.ts'\nimport { y } from './item.ts'\nexport const a = [z, x, y]",
  },
  {
    file: 'src/server/platform/plain.ts',
    text: "import { x } from '#domain/errors.ts'\nimport { y } from './db.ts'\nexport const a = [x, y]",
  },
  {
    file: 'src/server/platform/reads-catalogue.ts',
    text: "import { x } from '#domain/catalogue/contract.ts'\nimport { y } from '#domain/curriculum/curriculum-file.ts'\nexport const a = [x, y]",
  },
  {
    file: 'src/server/portfolio/asks.ts',
    text: "import { x } from '#server/accounts/queries.ts'\nimport { y } from '#server/platform/db.ts'\nexport const a = [x, y]",
  },
  {
    file: 'src/web/portfolio/page.ts',
    text: "import { x } from '#web/ui/page.tsx'\nimport { y } from '#domain/portfolio/contract.ts'\nexport const a = [x, y]",
  },
]

describe('the walls between the rooms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-walls-'))
  const caught = new Map<string, string[]>()

  beforeAll(() => {
    for (const name of ['.oxlintrc.json', 'package.json', 'tsconfig.json']) cpSync(join(checkout, name), join(folder, name))
    for (const { file, text } of [...SINS, ...VIRTUES]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${text}\n`)
    }
    let output = ''
    try {
      output = execFileSync(join(checkout, 'node_modules/.bin/oxlint'), ['--format=unix', 'src'], { cwd: folder, encoding: 'utf8' })
    } catch (error) {
      output = (error as { stdout: string }).stdout
    }
    for (const line of output.split('\n')) {
      const match = /^(\S+?):\d+:\d+: .*\[.*\((.+)\)\]$/.exec(line)
      if (match) caught.set(match[1]!, [...(caught.get(match[1]!) ?? []), match[2]!])
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(SINS)('$file is caught by $rule', ({ file, rule }) => {
    expect(caught.get(file) ?? []).toContain(rule)
  })

  test.each(VIRTUES)('$file may do what it does', ({ file }) => {
    expect(caught.get(file)).toBeUndefined()
  })
})
