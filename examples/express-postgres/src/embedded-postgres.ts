import { existsSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freePort } from 'sillage-demo/free-port'
import { everyoneReaches, loadEmbeddedPostgres, startedByRoot } from '../../../scripts/embedded-postgres.ts'

/** A PostgreSQL server of the demo's own, for machines that have none; its data stays in `folder`. */
export async function embeddedPostgres(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true })
  const databaseDir = join(folder, 'postgres')
  const port = await freePort()
  const log: string[] = []
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'sillage',
    password: 'sillage',
    persistent: true,
    createPostgresUser: startedByRoot,
    initdbFlags: ['--encoding=UTF8'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'listen_addresses=127.0.0.1'],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  })
  if (startedByRoot) {
    // Its user needs access through the folders above its data.
    for (const path of [folder, dirname(folder)]) await chmod(path, 0o755)
    if (!everyoneReaches(databaseDir))
      throw new Error(
        `the built-in PostgreSQL may not run as root, and no other user can enter ${folder}: start as another user, or give DATABASE_URL`,
      )
  }
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`the built-in PostgreSQL did not start:\n${log.slice(-10).join('\n')}`, { cause: error })
  }
  return { url: `postgres://sillage:sillage@127.0.0.1:${port}/postgres`, stop: () => server.stop() }
}
