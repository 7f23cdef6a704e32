// npm run <task>: prepares the toolchain, then runs the task. Written for any Node from 18 on, because it runs before
// ours is there.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { prepare, root } from './toolchain.mjs'

const source = ['--conditions=sillage-source']
const build = ['pnpm', '--recursive', '--filter', './packages/*', 'run', 'build']
/** Each task is a list of commands, run one after the other; words given after `--` go to the last. */
const tasks = {
  demo: [['node', ...source, 'examples/demo/src/main.ts']],
  'demo:fleet': [['node', ...source, 'examples/express-postgres/src/main.ts']],
  test: [['vitest', 'run']],
  'test:long': [['vitest', 'run', '--config', 'vitest.long.config.ts']],
  bench: [['node', ...source, '--expose-gc', 'bench/run.ts']],
  build: [build],
  check: [
    ['biome', 'ci', '--error-on-warnings', '.'],
    ['node', 'scripts/check-types.mjs'],
    ['node', 'scripts/check-house.mjs'],
    ['node', 'scripts/check-size.mjs'],
    ['node', 'scripts/check-api-docs.mjs'],
    ['node', 'scripts/check-licences.mjs'],
    ['node', 'scripts/check-install.ts'],
    ['knip', '--no-config-hints'],
    ['node', 'scripts/check-docs.ts'],
  ],
  'check:packages': [build, ['node', 'scripts/packages/check-packages.ts']],
  'test:browsers': [['node', ...source, 'scripts/browsers/run.ts']],
  'test:mutation': [['node', 'scripts/mutation/run.ts']],
  'test:packages': [build, ['vitest', 'run', '--config', 'vitest.packages.config.ts']],
  // Leaves out versions that are there already, and refuses a working tree that is not clean.
  release: [
    build,
    ['node', 'scripts/packages/check-packages.ts'],
    ['pnpm', '--recursive', '--filter', './packages/*', 'publish', '--access', 'public', '--provenance'],
  ],
  'docs:api': [['node', 'scripts/write-api-reference.mjs']],
  format: [['biome', 'check', '--write', '.']],
  screenshots: [['node', ...source, 'scripts/screenshots.ts']],
  changeset: [['changeset']],
}

const [name, ...words] = process.argv.slice(2)
const commands = tasks[name]
if (commands === undefined) {
  process.stderr.write(`sillage: expected one of ${Object.keys(tasks).join(', ')}, got ${name}\n`)
  process.exit(2)
}
const tools = prepare()
const steadyWasm = `--import=${pathToFileURL(join(root, 'scripts', 'steady-wasm.mjs'))}`
const env = {
  ...tools,
  PATH: `${root}/node_modules/.bin:${tools.PATH}`,
  NODE_OPTIONS: [tools.NODE_OPTIONS, steadyWasm].filter(Boolean).join(' '),
  // Tests and demos start many processes from the same sources; the second one finds them compiled.
  NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
}
for (const [index, [command, ...args]] of commands.entries()) {
  const code = await finished(
    spawn(command, index === commands.length - 1 ? [...args, ...words] : args, { cwd: root, env, stdio: 'inherit' }),
  )
  if (code !== 0) process.exit(code)
}

/** Waits for the child. Ctrl-C reaches it from the terminal; a signal sent to this process alone is passed on. */
function finished(child) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`sillage: ${error.message}\n`)
      resolve(1)
    })
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)))
  })
}
