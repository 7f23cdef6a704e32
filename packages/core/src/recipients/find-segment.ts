import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { mostPastCampaigns, type Segment } from '../domain/selection.ts'
import type { CampaignStore } from '../store/port/campaign-store.ts'
import type { CampaignSummary } from '../store/port/records.ts'
import { askedOf, type FoundPast, type FoundSegment, type PastCampaign, type PastPart, pastParts } from './segment.ts'

/** Where the campaigns of a segment are looked for. */
export interface SegmentContext {
  campaigns: Pick<CampaignStore, 'summary' | 'list' | 'links'>
  /** Whose; undefined: everybody's. */
  owner: string | undefined
  /** The campaign that is planned, which is no earlier one. */
  planned: number | undefined
}

/** One of `campaignId` and `last` is given. */
interface GivenPast {
  campaignId?: string | string[] | undefined
  last?: number | undefined
  url?: string | undefined
}

/**
 * The segment with the campaigns and links that it means at this moment. `at` is its place in the input. Throws
 * `invalid_field` for a campaign that the tenant does not have: the messages of another's must not become recipients.
 */
export async function findSegment(context: SegmentContext, where: Segment, at: string): Promise<FoundSegment> {
  const known = new Map<number, CampaignSummary>()
  let newest: CampaignSummary[] | undefined
  const found = await segment(where, at)
  if (askedOf(found).campaignIds.length > mostPastCampaigns)
    refuse(at, `expected at most ${mostPastCampaigns} campaigns in all its parts`)
  return found

  async function segment({ q, company, tag, any, not, ...pasts }: Segment, at: string): Promise<FoundSegment> {
    const found: FoundSegment = { q, company, tag }
    for (const part of pastParts) {
      const past = pasts[part]
      if (past !== undefined) found[part] = await foundPast(past, `${at}.${part}`)
    }
    if (any !== undefined) {
      found.any = []
      for (const [index, one] of any.entries()) found.any.push(await segment(one, `${at}.any[${index}]`))
    }
    if (not !== undefined) found.not = await segment(not, `${at}.not`)
    return found
  }

  async function foundPast(past: GivenPast, at: string): Promise<FoundPast> {
    const { campaignId = [], last, url } = past
    const campaigns = new Map<number, PastCampaign>()
    const links = url === undefined ? undefined : new Set<number>()
    for (const summary of last === undefined ? await named(campaignId, at) : (await newestFirst()).slice(0, last)) {
      const its = url === undefined ? [] : await context.campaigns.links(summary.id)
      const meant = its.filter((link) => link.url === url)
      campaigns.set(summary.id, { sizes: sizesOf(summary), links: meant })
      for (const { id } of meant) links?.add(id)
    }
    return { campaigns, links }
  }

  async function named(ids: string | string[], at: string): Promise<CampaignSummary[]> {
    const summaries: CampaignSummary[] = []
    for (const [index, text] of [ids].flat().entries()) {
      const place = Array.isArray(ids) ? `${at}.campaignId[${index}]` : `${at}.campaignId`
      const id = parseId(text)
      if (id === context.planned) refuse(place, 'expected an earlier campaign, not this one')
      const summary = known.get(id) ?? (await context.campaigns.summary(id, context.owner))
      if (summary?.kind !== 'campaign') refuse(place, `there is no campaign ${text}; choose one of the list`)
      known.set(id, summary)
      summaries.push(summary)
    }
    return summaries
  }

  /** Completed or being sent: one that is planned just now is neither. Read once, so that all parts mean the same. */
  async function newestFirst(): Promise<CampaignSummary[]> {
    newest ??= (await Promise.all((['completed', 'sending'] as const).map(ofStatus)))
      .flat()
      .filter(({ id }) => id !== context.planned)
      .sort((a, b) => b.id - a.id)
    return newest
  }

  async function ofStatus(status: 'completed' | 'sending'): Promise<CampaignSummary[]> {
    const { campaigns, owner } = context
    return (await campaigns.list({ limit: mostPastCampaigns, owner, status })).items
  }
}

const sizesOf = ({ total, opens, clicks, bounces }: CampaignSummary): Readonly<Record<PastPart, number>> => ({
  planned: total,
  received: total,
  opened: opens.unique,
  clicked: clicks.unique,
  bounced: bounces,
})

function refuse(field: string, fault: string): never {
  throw new SillageError('invalid_field', `${field}: ${fault}.`, { field })
}
