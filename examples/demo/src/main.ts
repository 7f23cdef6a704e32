import { databaseName, defaultDatabase, EnvironmentError, readEnvironment } from './environment.ts'
import { runOnce } from './once/run-once.ts'
import { type Demo, startDemo } from './start-demo.ts'
import { stopOnSignal } from './stop-on-signal.ts'

const DEFAULT_PORT = 4100

try {
  const settings = readEnvironment(process.env, process.argv.slice(2))
  if (settings.once) process.exitCode = await runOnce(settings)
  else {
    const port = settings.port ?? DEFAULT_PORT
    const database = settings.database ?? defaultDatabase
    const demo = await startDemo({ ...settings, port, database })
    stopOnSignal(demo, explain)
    greet(demo, { database, smtpUrl: settings.smtpUrl })
  }
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

function greet(demo: Demo, { database, smtpUrl }: { database: string; smtpUrl: string | undefined }) {
  const lines = [
    '',
    `  Sillage is running at ${demo.url}`,
    '',
    `  Campaigns  ${demo.url}/`,
    `  Receipts   ${demo.url}/receipts`,
    `  Inbox      ${demo.url}/inbox`,
    `  Shop       ${demo.url}/shop`,
    '',
    demo.seeded === undefined
      ? `  Found the data of an earlier start in ${databaseName(database)}`
      : `  Made ${demo.seeded.companies} companies, ${demo.seeded.contacts} contacts and ${demo.seeded.templates} templates in ${databaseName(database)}`,
    smtpUrl === undefined
      ? '  Mails go to the built-in inbox and nowhere else.'
      : `  Mails leave through ${new URL(smtpUrl).host} (SMTP_URL).`,
    '  Its authorize lets every request of this machine manage campaigns, and no other.',
    '  Full IP addresses and read time are on, to show everything.',
    '',
    '  Ctrl-C stops it.',
    '',
  ]
  console.log(lines.join('\n'))
}

function explain(error: unknown): string {
  if (error instanceof EnvironmentError) return error.problems.map((problem) => `sillage demo: ${problem}`).join('\n')
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `sillage demo: port ${'port' in error ? error.port : ''} is in use. Stop what listens there, or choose another: PORT=4200 npm run demo`
  return `sillage demo: ${error instanceof Error ? error.stack : String(error)}`
}
