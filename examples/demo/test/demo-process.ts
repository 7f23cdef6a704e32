import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')

/** The demo as its own process, as `npm run demo` starts it; killed with the test. */
export function runDemo(env: Record<string, string>, flags: string[] = []) {
  const { PATH, NODE_OPTIONS } = process.env
  const child = spawn(process.execPath, ['--conditions=sillage-source', MAIN, ...flags], {
    env: { PATH, NODE_OPTIONS, ...env },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const words = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on('data', words)
  child.stderr.on('data', words)
  return {
    child,
    output: () => output,
    ready: () => untilSays(child, () => output, 'Ctrl-C stops it'),
    code: async () => (child.exitCode ?? (await once(child, 'exit'))[0]) as number,
  }
}

async function untilSays(child: ChildProcess, output: () => string, words: string) {
  while (!output().includes(words)) {
    if (child.exitCode !== null) throw new Error(`the demo ended: ${output()}`)
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])
  }
}
