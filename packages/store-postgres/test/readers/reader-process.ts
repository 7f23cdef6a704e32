// A process that reads facts: for the webhooks of the database, and for a subscription, whose facts it passes on. Its
// settings come as JSON in the first argument.
import { createSillage } from '@sillage/core'
import { postgresStore } from '@sillage/store-postgres'

const { url, schema } = JSON.parse(process.argv[2] ?? '{}')
const sillage = createSillage({
  store: postgresStore({ connectionString: url, schema }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  secrets: ['a secret that all the processes of a test have'],
  webhooks: { allowPrivate: true },
})
sillage.subscribe('crm', ['message.opened'], (event) => void process.send?.(event))
process.on('disconnect', () => process.exit())
await sillage.start({ send: false })
