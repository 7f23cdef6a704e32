import type { Agenda, AgendaRequest } from '../port/campaign-store.ts'
import { nextDue } from './leases.ts'
import type { MemoryState } from './state.ts'

export function agenda(state: MemoryState, { until, campaignId, known }: AgendaRequest): Agenda {
  const named = new Set(known)
  const campaigns: Agenda['campaigns'] = []
  let nextStartAt: number | undefined
  for (const campaign of state.campaigns.values()) {
    const { id, kind, version, status, scheduledAt, options } = campaign.record
    if (campaign.removed) continue
    if (status === 'scheduled') nextStartAt = earlier(nextStartAt, scheduledAt)
    if (status !== 'sending' || (campaignId ?? id) !== id) continue
    const dueAt = nextDue(campaign)?.record.dueAt
    if (named.has(id) || (dueAt !== undefined && dueAt <= until))
      campaigns.push({ id, kind, version, dueAt, transport: options.transport ?? null })
  }
  let nextLeaseEnd: number | undefined
  for (const { leaseUntil } of state.leased) nextLeaseEnd = earlier(nextLeaseEnd, leaseUntil)
  return { campaigns, nextStartAt, nextLeaseEnd }
}

const earlier = (before: number | undefined, at: number | null): number | undefined =>
  at === null ? before : Math.min(before ?? at, at)
