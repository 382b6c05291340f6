// Runs every test: types, rules, API and the browser's journeys. Brings Chromium where it can.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CHROMIUM = process.env.CAIRN_CHROMIUM ?? '/usr/bin/chromium'

function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status ?? 1
}

function bringChromium() {
  if (existsSync(CHROMIUM)) return
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (canInstall) {
    console.log('Chromium is missing; installing Debian’s.')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
  }
  if (existsSync(CHROMIUM)) return
  console.error(`
Chromium is needed for the browser tests and was not found at ${CHROMIUM}.
  Debian or Ubuntu:  sudo apt-get install chromium
  elsewhere:         set CAIRN_CHROMIUM to the path of Chromium or Chrome
`)
  process.exit(1)
}

bringChromium()
const only = process.argv.slice(2)
const steps =
  only.length > 0
    ? [['vitest', ['run', ...only]]]
    : [
        ['vite', ['build', '--logLevel', 'warn']],
        ['vitest', ['run']],
      ]
for (const [name, args] of steps) {
  const status = run(process.execPath, [`node_modules/.bin/${name}`, ...args], { env: { ...process.env, CAIRN_CHROMIUM: CHROMIUM } })
  if (status !== 0) process.exit(status)
}
