import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../../../scripts/debian-package.ts'
import { startedByRoot } from '../../../scripts/embedded-postgres.ts'
import { freePort } from './free-port.ts'

export type PoolMode = 'session' | 'transaction' | 'statement'

/** A real PgBouncer of a test's own, in front of a PostgreSQL server. */
export interface Pgbouncer {
  url: string
  /** Ends every connection and stops. */
  stop(): Promise<void>
}

/** Starts PgBouncer with its own defaults, but for the mode and where the server is. */
export async function startPgbouncer(
  { path, env }: Program,
  serverUrl: string,
  mode: PoolMode,
  settings: readonly string[] = [],
): Promise<Pgbouncer> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-pgbouncer-'))
  const port = await freePort()
  const { hostname, port: serverPort, username, password } = new URL(serverUrl)
  const file = join(folder, 'pgbouncer.ini')
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${serverPort} user=${username} password=${password}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    `pool_mode = ${mode}`,
    ...settings,
  ]
  await writeFile(file, lines.join('\n'))
  await chmod(folder, 0o755)
  // PgBouncer refuses to run as root; PostgreSQL runs as the same user.
  const child = spawn(path, [...(startedByRoot ? ['-u', 'postgres'] : []), file], { env })
  let log = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => {
      log += text
      if (log.includes('process up')) resolve()
    })
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`PgBouncer did not start:\n${log}`)))
  })
  const url = new URL(serverUrl)
  url.port = String(port)
  return {
    url: url.href,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      await rm(folder, { recursive: true })
    },
  }
}
