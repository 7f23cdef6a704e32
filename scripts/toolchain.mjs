// Fetches the Node and pnpm this project is built with, from npm, into .tools/ when the machine's own are unsuitable.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NODE_VERSION = '24.21.0'
const PNPM_VERSION = '12.21.0'
export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const tools = join(root, '.tools')
const bin = join(tools, 'node_modules', '.bin')
const say = (text) => process.stderr.write(`sillage: ${text}\n`)

/** The range of package.json's `engines`: what tsup, Vitest and better-sqlite3 accept. */
function nodeWillDo(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26
}

function versionOf(command, env) {
  const run = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    env,
    cwd: tools,
    shell: process.platform === 'win32',
  })
  return run.status === 0 ? run.stdout.trim() : undefined
}

/** Makes the toolchain ready and the dependencies installed; returns the environment in which tasks run. */
export function prepare() {
  mkdirSync(tools, { recursive: true })
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter) }
  const wanted = []
  if (!nodeWillDo(versionOf('node', env) ?? process.version)) wanted.push(`node@${NODE_VERSION}`)
  if (versionOf('pnpm', env) !== PNPM_VERSION) wanted.push(`pnpm@${PNPM_VERSION}`)
  if (wanted.length > 0) {
    say(`bringing ${wanted.join(' and ')} from npm (this machine has Node ${process.version})`)
    writeFileSync(
      join(tools, 'package.json'),
      JSON.stringify({ private: true, allowScripts: { node: true, pnpm: true } }),
    )
    run('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', '--loglevel=error', ...wanted], process.env)
  }
  install(env)
  return env
}

/** Installs from the lockfile, unless exactly this lockfile was installed with this Node before. */
function install(env) {
  const stamp = join(tools, 'installed')
  const state = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(versionOf('node', env) ?? '')
    .digest('hex')
  if (existsSync(stamp) && existsSync(join(root, 'node_modules')) && readFileSync(stamp, 'utf8') === state) return
  say('installing dependencies from the lockfile')
  run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], { ...env, CI: 'true' })
  writeFileSync(stamp, state)
}

/** Runs one command in the repository; a failure ends this process with the same code. */
export function run(command, args, env) {
  try {
    execFileSync(command, args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' })
  } catch (error) {
    process.exit(error.status ?? 1)
  }
}
