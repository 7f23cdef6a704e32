// One sender as a process of its own, to be killed. Its settings come as JSON in the first argument; it says "sending"
// after its first message.
import { createSillage, smtpTransport } from '@sillage/core'
import { sqliteStore } from '@sillage/store-sqlite'

const { filename, port, concurrency, leaseMs } = JSON.parse(process.argv[2] ?? '{}') as {
  filename: string
  port: number
  concurrency: number
  leaseMs: number
}

const sillage = createSillage({
  store: sqliteStore({ filename }),
  transport: smtpTransport({ host: '127.0.0.1', port }),
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
