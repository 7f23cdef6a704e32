// One sender as a process of its own, to be killed. Its settings come as JSON in the first argument; it says "sending"
// after its first message.
import { createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'

const { filename, ports, concurrency, leaseMs } = JSON.parse(process.argv[2] ?? '{}') as {
  filename: string
  ports: number[]
  concurrency: number
  leaseMs: number
}
const servers = ports.map((port) => ({ host: '127.0.0.1', port }))

const sillage = createSillage({
  store: sqliteStore({ filename }),
  transport: smtpTransport(servers.length === 1 && servers[0] ? servers[0] : { servers, strategy: 'share' }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'News <news@example.com>',
  sending: { concurrency, leaseMs },
})
let said = false
sillage.on('message.sent', () => {
  if (said) return
  said = true
  process.send?.('sending')
})
process.on('disconnect', () => process.exit())
await sillage.start()
