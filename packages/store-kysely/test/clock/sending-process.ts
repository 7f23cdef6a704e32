// Sends a campaign, in a process whose clock the test sets. Its settings come as JSON in the first argument; it sends
// its figures and its time when everybody is settled.
import { createSillage, smtpTransport } from '@sillage/core'
import { postgresStore } from '../../../store-postgres/src/index.ts'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'

export interface SendingSettings {
  port: number
  recipients: number
  filename?: string
  connectionString?: string
}

const { port, recipients, filename, connectionString } = JSON.parse(process.argv[2] ?? '{}') as SendingSettings
const sillage = createSillage({
  store:
    filename === undefined ? postgresStore({ connectionString: connectionString ?? '' }) : sqliteStore({ filename }),
  transport: smtpTransport({ host: '127.0.0.1', port }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'News <news@example.com>',
  sending: { limits: { perSecond: 20 } },
})
await sillage.migrate()
await sillage.start()
sillage.on('campaign.completed', ({ data }) => process.send?.({ counts: data.counts, now: Date.now() }))
process.on('disconnect', () => process.exit())
await sillage.campaigns.create({
  name: 'Clock',
  subject: 'Clock',
  html: '<p>Hi</p>',
  recipients: Array.from({ length: recipients }, (_, n) => ({ email: `p${n}@example.org` })),
})
