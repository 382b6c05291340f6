import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const production = {
  CAIRN_MODE: 'production',
  CAIRN_URL: 'https://cairn.example.org/',
  CAIRN_SECRET: 'x'.repeat(32),
  CAIRN_SMTP_URL: 'smtps://mail.example.org',
  CAIRN_MAIL_FROM: 'Cairn <cairn@example.org>',
}

function refusal(env: Record<string, string>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('was not refused')
}

test('with nothing set Cairn is a demo on this computer only, with its own database', () => {
  const settings = readConfig({})
  expect(settings).toMatchObject({
    mode: 'demo',
    role: 'all',
    host: '127.0.0.1',
    port: 7420,
    url: 'http://127.0.0.1:7420',
    secret: null,
    databaseUrl: null,
    trustProxy: false,
    mail: null,
  })
  expect(settings.dataFolder).toMatch(/\/data$/)
  expect(settings.dataFolderNamed).toBe(false)
})

test('what is set is used; what is set to nothing is not set', () => {
  const settings = readConfig({
    ...production,
    CAIRN_PORT: '80',
    CAIRN_HOST: '0.0.0.0',
    CAIRN_DATA: '/srv/cairn',
    CAIRN_TRUST_PROXY: '10.0.0.1, 10.0.1.0/24',
    CAIRN_RUN_AS: ' ',
    CAIRN_SUPPORT_EMAIL: 'help@example.org',
  })
  expect(settings).toMatchObject({
    port: 80,
    host: '0.0.0.0',
    url: 'https://cairn.example.org',
    dataFolder: '/srv/cairn',
    dataFolderNamed: true,
    runAs: null,
  })
  expect(settings.trustProxy).toEqual(['10.0.0.1', '10.0.1.0/24'])
  expect(settings.mail).toEqual({
    smtpUrl: 'smtps://mail.example.org',
    from: 'Cairn <cairn@example.org>',
  })
  expect(settings.support).toEqual({ email: 'help@example.org', phone: null, hours: null })
})

test('in production all that is missing is said at once, each with what it is for', () => {
  const words = refusal({ CAIRN_MODE: 'production' })
  expect(words.split('\n')).toHaveLength(5)
  for (const name of ['CAIRN_URL', 'CAIRN_SECRET', 'CAIRN_SMTP_URL', 'CAIRN_MAIL_FROM'])
    expect(words).toMatch(new RegExp(`- ${name} is not set: \\w.{15,}`))
})

test.each([
  [{ CAIRN_MODE: 'live' }, 'it can be demo, production'],
  [{ CAIRN_PORT: '99999' }, 'from 1 to 65535'],
  [{ CAIRN_PORT: 'http' }, 'from 1 to 65535'],
  [{ CAIRN_HOST: '0.0.0.0' }, 'listens on this computer only'],
  [{ ...production, CAIRN_SECRET: 'short' }, 'has 5 characters; it needs 32'],
  [{ ...production, CAIRN_URL: 'http://cairn.example.org' }, 'must begin with https://'],
  [{ ...production, CAIRN_URL: 'https://example.org/cairn' }, 'without a path'],
  [{ CAIRN_URL: 'cairn.example.org' }, 'without a path'],
  [{ ...production, CAIRN_SMTP_URL: 'mail.example.org' }, 'smtp://'],
  [{ CAIRN_MAIL_FROM: 'cairn@example.org' }, 'set both or neither'],
  [{ DATABASE_URL: 'mysql://host/db' }, 'postgres://'],
  [{ CAIRN_ROLE: 'worker' }, 'DATABASE_URL must be set'],
  [{ CAIRN_TRUST_PROXY: 'true' }, 'the number of proxies'],
] as const)('%o is refused with a reason', (env, reason) => {
  expect(refusal(env)).toContain(reason)
})
