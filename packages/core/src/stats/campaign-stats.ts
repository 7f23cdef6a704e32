import { type Showing, showCampaign } from '../campaigns/show-campaign.ts'
import type { CampaignStats, ReadTime } from '../domain/stats.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { CampaignRecord, LinkRecord } from '../store/port/records.ts'
import { rates, ratio } from './rates.ts'

/** Everything above the table of the results page: one row, the links, and the median where read time was measured. */
export async function campaignStats(
  showing: Showing & { store: { campaigns: CampaignStore } },
  record: CampaignRecord,
): Promise<CampaignStats> {
  const { campaigns } = showing.store
  const links = await campaigns.links(record.id)
  return { campaign: await showCampaign(showing, record), ...(await headFigures(campaigns, record, links)) }
}

/** The figures of a campaign or stream, with these links. */
export async function headFigures(
  campaigns: CampaignStore,
  record: CampaignRecord,
  links: readonly LinkRecord[],
): Promise<Omit<CampaignStats, 'campaign'>> {
  const { sent, failed, skipped, unknown, bounces, hardBounces, complaints, opens, clicks } = record
  return {
    sent,
    failed,
    skipped,
    unknown,
    // No transport or feedback reports a delivery yet.
    delivered: null,
    bounces: { hard: hardBounces, soft: bounces - hardBounces },
    complaints,
    unsubscribes: record.unsubscribes,
    unsubscribeReasons: record.unsubscribeReasons,
    opens,
    clicks,
    ...rates(opens, clicks),
    readTime: await readTime(campaigns, record),
    links: links.map(({ id, url, total, unique }) => ({ id: String(id), url, total, unique })),
  }
}

async function readTime(
  campaigns: CampaignStore,
  { id, readMs, readMeasured, opens }: CampaignRecord,
): Promise<ReadTime | null> {
  if (readMeasured === 0) return null
  const medianMs = (await campaigns.medianReadMs(id)) ?? 0
  return {
    meanMs: Math.round(readMs / readMeasured),
    medianMs,
    measured: readMeasured,
    coverage: Math.min(1, ratio(readMeasured, opens.unique)),
  }
}
