import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../src/run-command.ts'

/** How a command ended, and what it wrote. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

const program = fileURLToPath(new URL('../src/bin.ts', import.meta.url))
/** Each process loads the same sources; the second one finds them compiled. */
const compiled =
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url))
/** The module that commands are given by --config; the environment says what it is made of. */
export const installation = fileURLToPath(new URL('installation.ts', import.meta.url))

interface Shell {
  cwd: string
  env?: NodeJS.ProcessEnv
  input?: string
  /** Its answer is not read. */
  unread?: boolean
}

/** The command in a process of its own, as from a shell without a terminal. */
export const runSillage = (words: readonly string[], shell: Shell): Promise<Ended> =>
  runNode([program, ...words], shell)

/** A program in TypeScript, with our sources for what it imports. */
export async function runNode(
  words: readonly string[],
  { cwd, env = {}, input = '', unread = false }: Shell,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=sillage-source', ...words], {
    cwd,
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled, ...env },
  })
  const ended = { code: null, out: '', err: '' } as Ended
  if (unread) child.stdout.destroy()
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.err += text))
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { ...ended, code }
}

/** The same in this process, for what loads no installation and takes a tenth of the time so. */
export async function runHere(words: readonly string[], cwd: string): Promise<Ended> {
  const ended: Ended = { code: null, out: '', err: '' }
  const out = new PassThrough().on('data', (piece) => (ended.out += piece))
  const err = new PassThrough().on('data', (piece) => (ended.err += piece))
  const code = await runCommand(words, { cwd, input: new PassThrough(), out, err, interactive: false })
  return { ...ended, code }
}
