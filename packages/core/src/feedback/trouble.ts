import { type Clock, monotonic } from '../domain/clock.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Logger } from '../domain/logger.ts'
import { createOwnedMap } from '../kit/owned-map.ts'
import { domainOf } from '../recipients/address.ts'
import type { CampaignRecord, MessageRecord } from '../store/port/records.ts'
import type { Policy } from './policy.ts'

/** Stops a campaign for what came back about it. */
export type PauseCampaign = (campaignId: number, code: ErrorCode, message: string) => Promise<void>

/** What came back that says something of us, not of a recipient. */
export interface Trouble {
  /** A message was refused for what refuses others too: those of its domain, or all of its campaign. */
  refused(message: MessageRecord, campaign: Campaign, stop: 'domain' | 'campaign', said: string): Promise<void>
  /** A complaint was stored. `campaign` is as it is after that. */
  complained(campaign: Campaign & Pick<CampaignRecord, 'sent' | 'complaints'>): Promise<void>
}

type Campaign = Pick<CampaignRecord, 'id' | 'owner'>

/** Refusals of one campaign that are not too old to count. */
interface Refusals {
  /** When it was refused, by message: a report may come twice. */
  all: Map<number, number>
  byDomain: Map<string, Map<number, number>>
}

/** Campaigns whose refusals are counted, and of these those of one tenant. */
const mostCampaigns = 1_000
const mostOfOwner = 100
/** Of one campaign: more than any policy asks for before it is paused. */
const mostDomains = 100

/**
 * Counts in this process, since it was started: reports that come to several processes pause later, and a person knows
 * all the same, because each refusal stands with its message.
 */
export function createTrouble(policy: Policy, clock: Clock, logger: Logger, pause: PauseCampaign): Trouble {
  const refusals = createOwnedMap<Refusals>(mostCampaigns, mostOfOwner)
  const warned = createOwnedMap<true>(mostCampaigns, mostOfOwner)
  const { senderFault, complaintRate } = policy

  /** Forgets those that are too old, which come first. */
  function prune(known: Map<number, number>): void {
    const oldest = monotonic(clock) - senderFault.minutes * 60_000
    for (const [id, at] of known) {
      if (at >= oldest) return
      known.delete(id)
    }
  }

  /** Notes one; of many the newest, of which more would say no more. */
  function note(known: Map<number, number>, messageId: number, most: number): void {
    known.delete(messageId)
    known.set(messageId, monotonic(clock))
    if (known.size > most) known.delete(known.keys().next().value as number)
  }

  function notedAt(byDomain: Refusals['byDomain'], domain: string): Map<number, number> {
    for (const [name, known] of byDomain) {
      prune(known)
      if (known.size === 0) byDomain.delete(name)
    }
    const own = byDomain.get(domain) ?? new Map<number, number>()
    if (!byDomain.has(domain) && byDomain.size >= mostDomains) byDomain.delete(byDomain.keys().next().value as string)
    byDomain.set(domain, own)
    return own
  }

  return {
    async refused(message, { id, owner }, stop, said) {
      const key = String(id)
      const own = refusals.get(key) ?? { all: new Map(), byDomain: new Map() }
      refusals.set(key, own, owner)
      if (stop === 'campaign') {
        prune(own.all)
        note(own.all, message.id, senderFault.messages)
        if (own.all.size < senderFault.messages) return
      } else {
        const domain = domainOf(message.email)
        note(notedAt(own.byDomain, domain), message.id, senderFault.domainMessages)
        const refusing = [...own.byDomain.values()].filter(({ size }) => size >= senderFault.domainMessages)
        if (refusing.length < senderFault.domains) return
      }
      refusals.delete(key)
      await pause(id, 'feedback_refused', said)
    },
    async complained({ id, owner, sent, complaints }) {
      if (complaintRate === false || sent < complaintRate.least) return
      const rate = complaints / sent
      if (rate >= complaintRate.pause) {
        const said = `${complaints} of ${sent} recipients complained.`
        await pause(id, 'feedback_complaints', said)
      } else if (rate >= complaintRate.warn && warned.get(String(id)) === undefined) {
        warned.set(String(id), true, owner)
        logger.warn({ campaignId: id, sent, complaints }, 'many recipients of a campaign complain')
      }
    },
  }
}
