// Gives a stream messages, or sends them, or both, to be killed amid it. Its settings come as JSON in the first
// argument, the numbers of the messages that it is to give as its first message; it reports what it did.
import { createSillage, smtpTransport } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { postgresStore } from '../../../store-postgres/src/index.ts'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { AT_ONCE, LEASE_MS, type MessageOrder, type MessageReport, type Place } from './phases.ts'

/** Calls of `send` at once. */
const CALLERS = 16

const order = JSON.parse(process.argv[2] ?? '{}') as MessageOrder
const storeAt = ({ filename, url, schema }: Place): Store =>
  filename === undefined ? postgresStore({ connectionString: url ?? '', schema }) : sqliteStore({ filename })

const sillage = createSillage({
  store: storeAt(order.database),
  ...(order.sends && { transport: smtpTransport({ host: '127.0.0.1', port: order.port }) }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'Shop <shop@example.com>',
  sending: { concurrency: AT_ONCE, leaseMs: LEASE_MS },
})
process.on('disconnect', () => process.exit())

const report = (told: MessageReport) => process.send?.(told)

async function give(numbers: number[]): Promise<void> {
  for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
    const to = `m${n}@example.org`
    // What the store cannot take now is asked for again, as an app would.
    const { id, created } = await sillage.messages.send({ stream: 'receipts', to, key: `order ${n}`, data: { n } })
    report({ given: [n, id, created] })
  }
}

process.once('message', async (numbers: number[]) => {
  await Promise.all(Array.from({ length: CALLERS }, () => give(numbers)))
  report({ finished: true })
})
sillage.on('message.sent', () => report({ sent: true }))
if (order.sends) await sillage.start()
report({ ready: true })
