import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, postgresServer } from './postgres-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers a GET with the URL of the run's PostgreSQL server, which the first request starts. */
    postgresStarter: string
  }
}

/**
 * One PostgreSQL server for a test run, started when a test first requests it; `DATABASE_URL` names another to use
 * instead.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined
  const url = async (): Promise<string> => {
    const given = process.env.DATABASE_URL
    if (given !== undefined && /^postgres(ql)?:/.test(given)) return given
    // It holds a transaction open while it analyses, at any time, and makes other plans than the moment before.
    server ??= postgresServer({ settings: ['autovacuum=off'] })
    return (await server).url
  }
  const starter = createServer((_request, response) => {
    url().then(
      (text) => response.end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve))
  const address = starter.address()
  if (address === null || typeof address === 'string') throw new Error('expected a TCP port')
  project.provide('postgresStarter', `http://127.0.0.1:${address.port}/`)
  return async () => {
    starter.closeAllConnections()
    starter.close()
    await (await server)?.remove()
  }
}
