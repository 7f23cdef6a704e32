// One sender of a fleet, as a process of its own. Its settings come as JSON in the first argument; it reports how many
// it sent and which slots it was given, every 100 ms.
import { type Campaign, createSillage, smtpTransport } from '@sillage/core'
import { postgresBus, postgresStore } from '@sillage/store-postgres'

export interface SenderOrder {
  url: string
  schema: string
  smtpPort: number
  concurrency: number
  leaseMs: number
  limits?: Campaign['limits']
  patienceMs?: number
}

const order: SenderOrder = JSON.parse(process.argv[2] ?? '{}')
const { url, schema, smtpPort, concurrency, leaseMs, limits, patienceMs } = order
const store = postgresStore({ connectionString: url, schema, ...(patienceMs !== undefined && { patienceMs }) })
/** Of each reservation. */
const slots: number[][] = []
const sillage = createSillage({
  store: {
    ...store,
    throttles: {
      ...store.throttles,
      async reserve(request) {
        const reserved = await store.throttles.reserve(request)
        slots.push(reserved.slots)
        return reserved
      },
    },
  },
  bus: postgresBus({ connectionString: url, channel: schema }),
  transport: smtpTransport({ host: '127.0.0.1', port: smtpPort, maxConnections: concurrency }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'News <news@example.com>',
  sending: { concurrency, leaseMs, limits },
})
let sent = 0
let told = 0
sillage.on('message.sent', () => {
  sent += 1
})
setInterval(() => {
  if (sent > told) process.send?.({ sent, slots: slots.splice(0) })
  told = sent
}, 100)
process.on('disconnect', () => process.exit())
await sillage.start()
process.send?.({ sent: 0, slots: [] })
