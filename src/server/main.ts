import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { firstAdministratorLink } from './accounts/first-administrator.ts'
import { takeOffSecondFactor } from './accounts/second-factor-operator.ts'
import { seedDemo, waysIn } from './demo.ts'
import { buildHouse } from './house.ts'
import { backUp, lastBackup } from './platform/backup.ts'
import { readConfig, type Config } from './platform/config.ts'
import { chooseDataFolder, refuseSecondCopy } from './platform/data-folder.ts'
import { openDatabase } from './platform/db.ts'
import { findGround, openGround } from './platform/ground.ts'
import { migrate } from './platform/migrate.ts'
import { PlainError } from './platform/plain-error.ts'
import { refuseUsedPort, whyNotListening } from './platform/port.ts'
import { restore } from './platform/restore.ts'
import { standInPort, standInSettings, startStandIn, type StandInProcess } from './stand-in.ts'

const say = (line: string) => console.log(line)

/** How long requests and jobs under way may take to finish when the server is asked to stop. */
const DRAIN_MS = 30_000
/** Ctrl+C reaches the process twice, from the terminal and from npm; a second one is meant only after this. */
const SAME_SIGNAL_MS = 1000

/**
 * Runs a command of `scripts/start.mjs`; what is known to be in the way is said plainly and ends the process with code 1.
 * `buildPage` builds the web page where it is missing or older than its sources.
 */
export async function main(command: string | undefined, file: string | undefined, buildPage: () => void): Promise<void> {
  try {
    if (command === undefined) await serve(buildPage)
    else if (command === 'backup') await runBackup(file)
    else if (command === 'restore') await runRestore(file)
    else if (command === 'second-factor-off') await runSecondFactorOff(file)
    else
      throw new PlainError(
        `There is no "${command}"; there are: npm start, npm run backup -- file.tar, npm run restore -- file.tar, npm run second-factor-off -- email`,
      )
  } catch (error) {
    console.error(error instanceof PlainError ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}

async function serve(buildPage: () => void): Promise<void> {
  const settings = readConfig(process.env)
  const path = chooseDataFolder(settings, say)
  if (settings.databaseUrl === null) await refuseSecondCopy(path)
  if (settings.role !== 'worker') {
    await refuseUsedPort(settings.host, settings.port)
    buildPage()
  }

  const open: (() => Promise<void>)[] = []
  const closeAll = async () => {
    for (const close of open.splice(0).reverse()) await close().catch((error: unknown) => console.error(error))
  }
  const starting = start()
  stopOnSignal(async () => {
    await starting.catch(() => {})
    await closeAll()
  })
  try {
    await starting
  } catch (error) {
    await closeAll()
    throw error
  }

  async function start(): Promise<void> {
    const ground = await openGround(settings, path, say)
    open.push(() => ground.close())
    await migrate(ground.databaseUrl, { onProgress: say })
    if (settings.mode === 'production') {
      const last = await lastBackup(ground.databaseUrl)
      say(last === null ? 'No backup has been made yet: npm run backup -- file.tar' : `The last backup was made at ${last.toISOString()}`)
    }
    const config = {
      ...settings,
      dataFolder: path,
      secret: settings.secret ?? ground.folder.secret(),
    }
    const standIn = startsStandIn(config) ? await startStandIn(config, say) : null
    if (standIn !== null) open.push(() => standIn.close())
    const house = await buildHouse(config, { databaseUrl: ground.databaseUrl, connectorSettings: settingsOfDemo(config, standIn) })
    open.push(() => Promise.race([house.close(), new Promise<void>((done) => setTimeout(done, DRAIN_MS).unref())]))
    if (config.mode === 'demo') await seedDemo(house, say)
    const address = await house.listen().catch((error: unknown) => {
      throw whyNotListening(error, settings.host, settings.port)
    })
    // The page it leads to is the server's; a worker beside it must not put that server's link out of use.
    const firstLink = config.role === 'worker' ? null : await firstAdministratorLink(house)
    say(
      [
        '',
        `Cairn is at ${address}`,
        '',
        ...(firstLink === null ? [] : [...firstAdministratorLines(firstLink), '']),
        ...(config.mode === 'demo' ? [...waysIn(), '', ...(standIn === null ? [] : [...standIn.waysIn, ''])] : []),
      ].join('\n'),
    )
  }
}

const firstAdministratorLines = (link: string): string[] => [
  'Nobody administers this Cairn yet. Sign in or register, and open this link to become its system administrator.',
  'It works once; each start prints a new one until it was used:',
  `  ${link}`,
]

/** In the demo, unless another was named, and beside its server alone. */
const startsStandIn = ({ mode, role }: Config): boolean =>
  mode === 'demo' && role !== 'worker' && process.env['CAIRN_OTHERFOLIO_ISSUER'] === undefined

/** A worker beside the demo's server sends to the stand-in that one started. */
function settingsOfDemo(config: Config, standIn: StandInProcess | null): Readonly<Record<string, string>> {
  if (standIn !== null) return standIn.env
  if (config.mode !== 'demo' || config.role !== 'worker' || process.env['CAIRN_OTHERFOLIO_ISSUER'] !== undefined) return {}
  return standInSettings(config, `http://127.0.0.1:${standInPort(config.port)}`)
}

function stopOnSignal(stop: () => Promise<void>): void {
  let first = 0
  const onSignal = () => {
    const now = performance.now()
    if (first > 0 && now - first > SAME_SIGNAL_MS) process.exit(130)
    if (first > 0) return
    first = now
    say('Stopping; a second signal ends at once')
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal)
}

async function runBackup(file: string | undefined): Promise<void> {
  const target = named(file, 'npm run backup -- cairn.tar')
  const ground = await findGround(readConfig(process.env), say)
  try {
    await backUp({
      databaseUrl: ground.databaseUrl,
      dataFolder: ground.path,
      target,
      onProgress: say,
    })
  } finally {
    await ground.close()
  }
}

async function runRestore(file: string | undefined): Promise<void> {
  const source = named(file, 'npm run restore -- cairn.tar')
  if (!existsSync(source)) throw new PlainError(`${source} is not there.`)
  const settings = readConfig(process.env)
  const ground = await openGround(settings, chooseDataFolder(settings, say), say)
  try {
    await restore({
      databaseUrl: ground.databaseUrl,
      dataFolder: ground.folder.path,
      source,
      onProgress: say,
    })
  } finally {
    await ground.close()
  }
}

async function runSecondFactorOff(email: string | undefined): Promise<void> {
  if (email === undefined) throw new PlainError('Name the email address of the account: npm run second-factor-off -- ada@example.org')
  const config = readConfig(process.env)
  const ground = await findGround(config, say)
  const database = openDatabase(ground.databaseUrl)
  try {
    const outcome = await takeOffSecondFactor({ db: database.db, config }, email)
    if (outcome === 'no account') throw new PlainError(`There is no account with the address ${email}.`)
    say(
      outcome === 'is off'
        ? `Signing in with ${email} asks for no code; nothing was done.`
        : `Signing in with ${email} no longer asks for a code. Its owner is told by mail.`,
    )
  } finally {
    await database.close()
    await ground.close()
  }
}

/** npm runs scripts in the checkout; the file is meant from where the person stands. */
function named(file: string | undefined, example: string): string {
  if (file === undefined) throw new PlainError(`Name the file: ${example}`)
  return resolve(process.env['INIT_CWD'] ?? '.', file)
}
