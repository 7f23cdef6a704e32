import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from './documents.ts'

export interface TriedBlock {
  /** Resolves when the program ended, with its exit code. */
  ended: Promise<number | null>
  /** What it has printed so far, on both streams. */
  printed(): string
  stop(): Promise<void>
}

/** Compiled sources are kept from block to block, which saves half of the time. */
const compileCache = join(root, 'node_modules/.cache/docs')

/** Runs a block as its reader would, in an empty folder, on the sources of the packages. */
export function tryBlock(path: string, { cwd, env }: { cwd: string; env: Record<string, string> }): TriedBlock {
  const { PATH, NODE_OPTIONS } = process.env
  const child: ChildProcess = spawn(process.execPath, ['--conditions=sillage-source', path], {
    cwd,
    env: { PATH, NODE_OPTIONS, HOME: cwd, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const hear = (piece: Buffer) => {
    text += piece.toString().replaceAll(root, '')
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = once(child, 'close').then(([code]): number | null => code)
  return {
    ended,
    printed: () => text,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}
