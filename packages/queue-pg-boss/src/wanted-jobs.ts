import type { Sillage } from '@sillage/core'
import { services } from '@sillage/core/http'
import type { JobInsert } from 'pg-boss'

/** The data of a job for a worker: send what is due of one campaign. */
export interface SendJob {
  campaignId: string
}

export type WantedJob = JobInsert<SendJob> & { singletonKey: string }

/**
 * The jobs there should be now, by key: one for each slot of each campaign that is being sent, one for a stream that has
 * a message due within `aheadMs`, and one for the time at which a scheduled campaign starts. A campaign that was moved to another time has another key, so that its old job is not
 * in the list.
 */
export async function wantedJobs(
  sillage: Sillage,
  { slots, aheadMs }: { slots: number; aheadMs: number },
): Promise<Map<string, WantedJob>> {
  const wanted = new Map<string, WantedJob>()
  const add = (campaignId: string, slot: string, startAfter?: Date) => {
    const singletonKey = `${campaignId}:${slot}`
    const group = { id: campaignId }
    wanted.set(singletonKey, { data: { campaignId }, singletonKey, group, ...(startAfter && { startAfter }) })
  }
  for await (const { id } of campaigns(sillage, 'sending'))
    for (let slot = 1; slot <= slots; slot++) add(id, String(slot))
  for (const id of await dueStreams(sillage, aheadMs)) add(id, 'stream')
  for await (const { id, scheduledAt } of campaigns(sillage, 'scheduled'))
    if (scheduledAt !== null) add(id, scheduledAt, new Date(scheduledAt))
  return wanted
}

/** Streams with nothing due have no job, however many there are; one statement finds the others. */
async function dueStreams(sillage: Sillage, aheadMs: number): Promise<string[]> {
  const { store, clock } = sillage[services]
  const now = clock.now()
  const { campaigns: found } = await store.campaigns.agenda({ now, until: now + aheadMs, known: [] })
  return found.flatMap(({ id, kind, dueAt }) =>
    kind === 'stream' && dueAt !== undefined && dueAt <= now + aheadMs ? [String(id)] : [],
  )
}

async function* campaigns(sillage: Sillage, status: 'sending' | 'scheduled') {
  for (let cursor: string | undefined; ; ) {
    const page = await sillage.campaigns.list({ status, limit: 200, ...(cursor !== undefined && { cursor }) })
    yield* page.items
    if (page.next === null) return
    cursor = page.next
  }
}
