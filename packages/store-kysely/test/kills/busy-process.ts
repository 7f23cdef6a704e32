// Does one kind of work without end, to be killed amid it. Its settings come as JSON in the first argument; it says
// "busy" when it begins.
import { createSillage, smtpTransport } from '@sillage/core'
import type { Store } from '@sillage/core/store'
import { postgresStore } from '../../../store-postgres/src/index.ts'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { human, openOf } from '../small-campaign.ts'
import { AT_ONCE, type BusySettings, LEASE_MS, type Phase, recipientsOf } from './phases.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as BusySettings
const storeAt = ({ filename, url, schema }: BusySettings['database']): Store =>
  filename === undefined ? postgresStore({ connectionString: url ?? '', schema }) : sqliteStore({ filename })

const store = storeAt(settings.database)
const sillage = createSillage({
  store,
  transport: smtpTransport({ host: '127.0.0.1', port: settings.port }),
  baseUrl: 'http://127.0.0.1:3000/mail',
  from: 'News <news@example.com>',
  sending: { concurrency: AT_ONCE, leaseMs: LEASE_MS },
  privacy: { retention: { eventDays: 0, personalDays: 0 } },
})
process.on('disconnect', () => process.exit())

let groups = 0
const recordHits = () => {
  const hits = settings.messageIds.map((id) => ({ ...openOf(id), userAgent: 'Browser', ip: '192.0.2.1' }))
  return store.events.record({ recorder: `busy-${process.pid}`, sequence: ++groups, hits, lookBackMs: 1 }, human)
}

/** One round of each; rounds are repeated until the end. */
const rounds: Record<Phase, (round: number) => Promise<unknown>> = {
  migrating: () => storeAt(settings.fresh).migrate(),
  planning: (round) => {
    const recipients = recipientsOf(`plan-${process.pid}-${round}`, 1_000)
    return sillage.campaigns.create({ name: 'Plan', subject: 'Hi', html: '<p>Hi</p>', recipients, start: false })
  },
  sending: async (round) => {
    if (round === 0) await sillage.start()
    await new Promise((resolve) => setTimeout(resolve, 5))
  },
  recording: recordHits,
  purging: async () => {
    await recordHits()
    await sillage.maintenance.purge()
  },
  deleting: async (round) => {
    const id = settings.campaignIds[round]
    if (id !== undefined) await sillage.campaigns.delete(id)
    await store.campaigns.sweep(50, Date.now())
  },
  recounting: async (round) => {
    await recordHits()
    await sillage.maintenance.recount(settings.campaignIds[round % settings.campaignIds.length] ?? '')
  },
  erasing: (round) => sillage.recipients.erase(settings.emails[round % settings.emails.length] ?? ''),
}

process.send?.('busy')
for (let round = 0; ; round++) await rounds[settings.phase](round)
