// One process of a fleet that gets its campaigns from pg-boss.
import { createSillage, smtpTransport } from '@sillage/core'
import { postgresBus, postgresStore } from '@sillage/store-postgres'
import { pgBossQueue } from '../src/index.ts'

export interface WorkerOrder {
  url: string
  schema: string
  bossSchema: string
  smtpPort: number
}

process.once('message', async ({ url, schema, bossSchema, smtpPort }: WorkerOrder) => {
  const sillage = createSillage({
    store: postgresStore({ connectionString: url, schema }),
    bus: postgresBus({ connectionString: url, channel: schema }),
    transport: smtpTransport({ host: '127.0.0.1', port: smtpPort, maxConnections: 2 }),
    baseUrl: 'http://127.0.0.1:3000/mail',
    from: 'Shop <news@example.org>',
    sending: { concurrency: 4, leaseMs: 2_000 },
  })
  sillage.on('message.sent', () => process.send?.('sent'))
  await sillage.start({ send: false })
  const queue = pgBossQueue({ connectionString: url, schema: bossSchema, slots: 2 })
  await queue.start(sillage)
  process.send?.('ready')
  process.once('SIGTERM', async () => {
    await queue.stop()
    await sillage.close()
    process.disconnect?.()
  })
})
