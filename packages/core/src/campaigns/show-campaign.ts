import type { Campaign, CampaignListItem } from '../domain/campaign.ts'
import type { Clock } from '../domain/clock.ts'
import type { Outage } from '../domain/outage.ts'
import { defaultTransport } from '../sending/transport/named-transports.ts'
import type { OutageRecord } from '../store/port/outage-store.ts'
import type { CampaignRecord, CampaignSummary } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { toCampaign, toListItem } from './to-wire.ts'

/**
 * A server is asked again for as long as a connection may take, and its next try is stored afterwards. What a process
 * that was killed said is shown for so long.
 */
const longestTryMs = 120_000

/** What showing campaigns takes. */
export interface Showing {
  store: { outages: Pick<Store['outages'], 'list'> }
  clock: Clock
}

/** A campaign as the API shows it now. */
export async function showCampaign({ store, clock }: Showing, record: CampaignRecord): Promise<Campaign> {
  const now = clock.now()
  const outages = await outagesFor([record], store, now)
  return toCampaign(record, { now, outage: outageOf(record, outages) })
}

/** Campaigns as lists show them now. */
export async function showCampaigns(
  { store, clock }: Showing,
  summaries: readonly CampaignSummary[],
): Promise<CampaignListItem[]> {
  const outages = await outagesFor(summaries, store, clock.now())
  return summaries.map((summary) => toListItem(summary, outageOf(summary, outages)))
}

type Sending = Pick<CampaignSummary, 'status' | 'owner' | 'options'>

/** Only what is being sent waits for a server. */
async function outagesFor(campaigns: readonly Sending[], { outages }: Showing['store'], now: number) {
  return campaigns.some(({ status }) => status === 'sending') ? outages.list(now - longestTryMs) : []
}

function outageOf({ status, owner, options }: Sending, outages: readonly OutageRecord[]): Outage | null {
  const chosen = options.transport ?? defaultTransport
  const found = status === 'sending' ? outages.find(({ transport }) => transport === chosen) : undefined
  if (found === undefined) return null
  return {
    transport: chosen,
    server: owner === null ? found.server : null,
    since: new Date(found.since).toISOString(),
    error: found.error,
    nextTryAt: new Date(found.nextTryAt).toISOString(),
  }
}
