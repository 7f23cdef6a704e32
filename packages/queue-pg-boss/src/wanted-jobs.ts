import type { Sillage } from '@sillage/core'
import type { JobInsert } from 'pg-boss'

/** The data of a job for a worker: send what is due of one campaign. */
export interface SendJob {
  campaignId: string
}

export type WantedJob = JobInsert<SendJob> & { singletonKey: string }

/**
 * The jobs there should be now, by key: one for each slot of each campaign that is being sent, and one for the time at
 * which a scheduled one starts. A campaign that was moved to another time has another key, so that its old job is not
 * in the list.
 */
export async function wantedJobs(sillage: Sillage, slots: number): Promise<Map<string, WantedJob>> {
  const wanted = new Map<string, WantedJob>()
  const add = (campaignId: string, slot: string, startAfter?: Date) => {
    const singletonKey = `${campaignId}:${slot}`
    const group = { id: campaignId }
    wanted.set(singletonKey, { data: { campaignId }, singletonKey, group, ...(startAfter && { startAfter }) })
  }
  for await (const { id } of campaigns(sillage, 'sending'))
    for (let slot = 1; slot <= slots; slot++) add(id, String(slot))
  for await (const { id, scheduledAt } of campaigns(sillage, 'scheduled'))
    if (scheduledAt !== null) add(id, scheduledAt, new Date(scheduledAt))
  return wanted
}

async function* campaigns(sillage: Sillage, status: 'sending' | 'scheduled') {
  for (let cursor: string | undefined; ; ) {
    const page = await sillage.campaigns.list({ status, limit: 200, ...(cursor !== undefined && { cursor }) })
    yield* page.items
    if (page.next === null) return
    cursor = page.next
  }
}
