import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { vi } from 'vitest'

/** A server that a test has started. */
export interface StartedServer {
  name: string
  port: number
  /** What it greets with. */
  words: string
  /** What it said so far, for where it does not start. */
  log(): string
  remove(): Promise<void>
}

/** Resolves when a server greets; rejects with what it said, and removes it, where it does not within 20 seconds. */
export async function greets({ name, port, words, log, remove }: StartedServer): Promise<void> {
  try {
    await vi.waitFor(() => greetedBy(port, words), { timeout: 20_000, interval: 100 })
  } catch (cause) {
    const text = log()
    await remove()
    throw new Error(`${name} did not start:\n${text}`, { cause })
  }
}

async function greetedBy(port: number, words: string): Promise<void> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    const [text] = await once(socket, 'data', { signal: AbortSignal.timeout(2_000) })
    if (!String(text).startsWith(words)) throw new Error(String(text))
  } finally {
    socket.destroy()
  }
}

/** Asks a process to end, and resolves when it has. */
export async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGTERM')
  await once(server, 'exit')
}
