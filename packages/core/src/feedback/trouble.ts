import { type Clock, monotonic } from '../domain/clock.ts'
import type { ErrorCode } from '../domain/errors.ts'
import type { Logger } from '../domain/logger.ts'
import { createOwnedMap } from '../kit/owned-map.ts'
import { domainOf } from '../recipients/address.ts'
import type { MessageStore } from '../store/port/message-store.ts'
import type { CampaignRecord, MessageRecord } from '../store/port/records.ts'
import type { Policy } from './policy.ts'

/** Stops a campaign for what came back about it. */
type PauseCampaign = (campaignId: number, code: ErrorCode, message: string) => Promise<void>

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
  /** Domains that refuse us, and since when. */
  refusing: Map<string, number>
}

/** Campaigns whose refusals are counted, and of these those of one tenant. */
const mostCampaigns = 1_000
const mostOfOwner = 100
/** Of one campaign: more than any policy asks for before it is paused. */
const mostDomains = 100

interface TroubleParts {
  policy: Pick<Policy, 'senderFault' | 'complaintRate'>
  messages: Pick<MessageStore, 'sentToDomain'>
  clock: Clock
  logger: Logger
  pause: PauseCampaign
  /** Has a domain spared by the sender of this process. */
  hold: (domain: string, owner: string | null, holdMs: number) => Promise<void>
}

/**
 * Counts in this process, since it was started: reports that come to several processes pause later, and a person knows
 * all the same, because each refusal stands with its message.
 */
export function createTrouble({ policy, messages, clock, logger, pause, hold }: TroubleParts): Trouble {
  const refusals = createOwnedMap<Refusals>(mostCampaigns, mostOfOwner)
  const warned = createOwnedMap<true>(mostCampaigns, mostOfOwner)
  const { senderFault, complaintRate } = policy
  const windowMs = senderFault.minutes * 60_000

  /** Forgets those that are too old, which come first. */
  function prune<K>(known: Map<K, number>): void {
    const oldest = monotonic(clock) - windowMs
    for (const [id, at] of known) {
      if (at >= oldest) return
      known.delete(id)
    }
  }

  /** Notes one; of many the newest, of which more would say no more. */
  function note<K>(known: Map<K, number>, which: K, most: number): void {
    prune(known)
    known.delete(which)
    known.set(which, monotonic(clock))
    if (known.size > most) known.delete(known.keys().next().value as K)
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

  /** Few of a large campaign come back from any domain: that says nothing of the others there. */
  async function refusesMost(campaignId: number, domain: string): Promise<boolean> {
    const { sent, bounced } = await messages.sentToDomain(campaignId, domain, clock.now() - windowMs)
    return bounced > 0 && bounced >= sent * senderFault.domainShare
  }

  /** Whether so many domains refuse the campaign now, one of them by this message, that it is to be paused. */
  async function refusedByDomain({ byDomain, refusing }: Refusals, message: MessageRecord, { id, owner }: Campaign) {
    const domain = domainOf(message.email)
    const known = notedAt(byDomain, domain)
    note(known, message.id, senderFault.domainMessages)
    if (known.size < senderFault.domainMessages) return false
    // Asked anew after as many more.
    known.clear()
    if (!(await refusesMost(id, domain))) return false
    await hold(domain, owner, windowMs)
    note(refusing, domain, mostDomains)
    return refusing.size >= senderFault.domains
  }

  return {
    async refused(message, campaign, stop, said) {
      const { id, owner } = campaign
      const key = String(id)
      const own = refusals.get(key) ?? { all: new Map(), byDomain: new Map(), refusing: new Map() }
      refusals.set(key, own, owner)
      if (stop === 'campaign') {
        note(own.all, message.id, senderFault.messages)
        if (own.all.size < senderFault.messages) return
      } else if (!(await refusedByDomain(own, message, campaign))) return
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
