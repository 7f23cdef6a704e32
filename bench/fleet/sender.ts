// One sender of the fleet benchmark; reports how much processor time it used since the last query.
import { createSillage, smtpTransport } from '@sillage/core'
import { postgresBus, postgresStore } from '@sillage/store-postgres'

export interface SenderOrder {
  url: string
  schema: string
  smtpPort: number
  concurrency: number
}

const { url, schema, smtpPort, concurrency }: SenderOrder = JSON.parse(process.argv[2] ?? '{}')
const sillage = createSillage({
  store: postgresStore({ connectionString: url, schema }),
  bus: postgresBus({ connectionString: url, channel: schema }),
  transport: smtpTransport({ host: '127.0.0.1', port: smtpPort, maxConnections: concurrency, ignoreTLS: true }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'Shop <news@example.com>',
  // Messages in flight, being sent or between two commits.
  sending: { concurrency: concurrency * 3 },
})
await sillage.start()
let before = process.cpuUsage()
process.on('message', () => {
  const { user, system } = process.cpuUsage(before)
  before = process.cpuUsage()
  process.send?.((user + system) / 1_000_000)
})
process.on('disconnect', () => void sillage.close().then(() => process.exit()))
process.send?.('ready')
