import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DemoSettings,
  databaseName,
  EnvironmentError,
  isPostgres,
  readEnvironment,
} from 'sillage-demo/environment'
import { freePort } from 'sillage-demo/free-port'
import { tryEverything } from 'sillage-demo/once'
import { stopOnSignal } from 'sillage-demo/stop-on-signal'
import { startFleet } from './start-fleet.ts'

const DEFAULT_PORT = 4100
const DEFAULT_SENDERS = 3
const DATA = join(import.meta.dirname, '..', 'data')

try {
  const settings = readEnvironment(process.env, process.argv.slice(2))
  const senders = Number(process.env.SENDERS?.trim() || DEFAULT_SENDERS)
  const problems: string[] = []
  if (settings.database !== undefined && !isPostgres(settings.database))
    problems.push('DATABASE_URL: expected postgres://user:password@host/database; a fleet shares no SQLite file')
  if (!Number.isInteger(senders) || senders < 1 || senders > 16)
    problems.push('SENDERS: expected a number from 1 to 16')
  if (problems.length > 0) throw new EnvironmentError(problems)
  // Explicit: the built-in PostgreSQL has an exit hook that ends with 0 whatever the exit code was set to.
  if (settings.once) process.exit(await once(settings, senders))
  else await serve(settings, senders)
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}

/** Everything without a person, on data of its own: 0 when every figure is right and every sender had its share. */
async function once(settings: DemoSettings, senders: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-fleet-'))
  try {
    const port = settings.port ?? (await freePort())
    const url = settings.baseUrl ?? `http://localhost:${port}`
    const fleet = await startFleet({ ...settings, port, url, folder, senders })
    let code = 1
    try {
      code = await tryEverything(fleet, settings)
    } finally {
      const sent = await fleet.stop()
      console.log(`  Sent by process: ${sent.join(', ')}`)
      if (senders > 1 && sent.filter((count) => count > 0).length < 2) code = 1
    }
    return code
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function serve(settings: DemoSettings, senders: number): Promise<void> {
  const port = settings.port ?? DEFAULT_PORT
  const url = settings.baseUrl ?? `http://localhost:${port}`
  const fleet = await startFleet({ ...settings, port, url, folder: DATA, senders })
  stopOnSignal(fleet, explain)
  const where = settings.database === undefined ? `its own PostgreSQL in ${DATA}` : databaseName(settings.database)
  const lines = [
    '',
    `  Sillage is running at ${url}: one web process on Express, ${senders} senders, pg-boss, ${where}`,
    '',
    `  Campaigns  ${url}/`,
    `  Receipts   ${url}/receipts`,
    `  Inbox      ${url}/inbox`,
    `  Shop       ${url}/shop`,
    '',
    settings.smtpUrl === undefined
      ? '  Mails go to the built-in inbox and nowhere else.'
      : `  Mails leave through ${new URL(settings.smtpUrl).host} (SMTP_URL).`,
    '  Its authorize lets every request of this machine manage campaigns, and no other.',
    '  Full IP addresses and read time are on, to show everything.',
    '',
    '  SENDERS=5 npm run demo:fleet starts five. Ctrl-C stops all.',
    '',
  ]
  console.log(lines.join('\n'))
}

function explain(error: unknown): string {
  if (error instanceof EnvironmentError) return error.problems.map((problem) => `sillage fleet: ${problem}`).join('\n')
  return `sillage fleet: ${error instanceof Error ? error.message : String(error)}`
}
