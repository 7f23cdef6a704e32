import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from './documents.ts'

export interface TriedBlock {
  /** Resolves when the program ended, with its exit code. */
  ended: Promise<number | null>
  /** What it has printed so far, on both streams. */
  printed(): string
  stop(): Promise<void>
}

/** Runs a block as its reader would, in an empty folder, on the sources of the packages. */
export function tryBlock(path: string, { cwd, env }: { cwd: string; env: Record<string, string> }): TriedBlock {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=sillage-source', path], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, NODE_NO_WARNINGS: '1', ...env },
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
