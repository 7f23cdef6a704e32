import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'

/** Resolves when a server greets with these words; rejects where it does not within two seconds. */
export async function greetedBy(port: number, words: string): Promise<void> {
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
