import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type NodeVersion, nodeBinary } from './nodes.ts'

export interface Project {
  folder: string
  write(file: string, text: string): void
  /**
   * Runs a program of the project, or `node`, to its end; returns its output. Rejects, with all of it, where it fails.
   */
  run(command: string, ...args: string[]): Promise<string>
  /** Runs `node` on a file, in the file's folder, until it is stopped. */
  start(file: string, env: Record<string, string>): Program
  /** Runs a script of its package.json as npm would, without npm in between, which a signal would have to pass. */
  script(name: string, env: Record<string, string>): Program
  remove(): void
}

export interface Program {
  /** Resolves when it ended, with its exit code. */
  ended: Promise<number | null>
  /** What it has printed so far, on both streams. */
  printed(): string
  signal(name: NodeJS.Signals): void
  stop(): Promise<void>
}

export interface ProjectOptions {
  node: NodeVersion
  /** The arguments of `npm install`: names, or `name@range`. */
  packages: readonly string[]
  tarballs: Readonly<Record<string, string>>
  manifest?: Record<string, unknown>
}

const execute = promisify(execFile)
const LONGEST_MS = 150_000

/** This machine's environment, without what the test runner and `npm run` set for their own children. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const told =
    /^(?:npm_(?!config_(?:registry|cache|cafile|userconfig)$)|VITEST|NODE_(?:ENV|OPTIONS)$|(?:TEST|DEV|PROD|MODE|SSR|BASE_URL)$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)))
}

/**
 * An empty folder in which npm, run by that Node, has installed the packages: ours from their tarballs, all others from
 * the registry.
 */
export async function createProject({ node, packages, tarballs, manifest }: ProjectOptions): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-project-'))
  const PATH = [dirname(nodeBinary(node)), join(folder, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const base = { ...strangersEnvironment(), PATH }
  const options = {
    cwd: folder,
    env: base,
    maxBuffer: 10_000_000,
    timeout: LONGEST_MS,
    shell: process.platform === 'win32',
  }
  const project: Project = {
    folder,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    },
    async run(command, ...args) {
      try {
        return (await execute(command, args, options)).stdout
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string }
        throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error })
      }
    },
    start: (file, env) =>
      follow(
        spawn(nodeBinary(node), [join(folder, file)], {
          cwd: dirname(join(folder, file)),
          env: { ...base, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      ),
    script(name, env) {
      const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
      return follow(
        spawn('sh', ['-c', `exec env ${scripts[name]}`], {
          cwd: folder,
          env: { ...base, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      )
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
  const ours = Object.entries(tarballs).map(([name, path]): [string, string] => [name, `file:${path}`])
  const dependencies = Object.fromEntries(packages.map((word) => ours.find(([name]) => name === word) ?? split(word)))
  // What is not published yet can only come from the tarballs, also where one of ours depends on another.
  const overrides = Object.fromEntries(ours.filter(([name]) => !(name in dependencies)))
  project.write('package.json', JSON.stringify({ private: true, ...manifest, dependencies, overrides }))
  try {
    await project.run('npm', 'install', '--engine-strict', '--strict-peer-deps', '--no-audit', '--no-fund')
  } catch (error) {
    project.remove()
    throw error
  }
  return project
}

function split(word: string): [string, string] {
  const at = word.indexOf('@', 1)
  return at < 0 ? [word, '*'] : [word.slice(0, at), word.slice(at + 1)]
}

function follow(child: ChildProcess): Program {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => (text += piece))
  const ended = once(child, 'close').then(([code]): number | null => code)
  return {
    ended,
    printed: () => text,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
