import { createHmac } from 'node:crypto'
import type { Made } from './recorded-news.ts'

/**
 * The id of a fact: the same in every process, at every try, and wherever it is passed on. Of an event it is made of
 * the event's own id; of any other fact, which may not be stored at all, of what happened to whom, and when.
 */
export interface FactIds {
  ofEvent(id: number): string
  /** `at` as it is stored, in ms since the epoch. */
  of(fact: Made, at: number): string
}

/** Of a keyed digest, because a number would say how much happens to other tenants. */
export function createFactIds(key: Buffer): FactIds {
  const idOf = (text: string) => `evt_${createHmac('sha256', key).update(text).digest('base64url').slice(0, 24)}`
  return {
    ofEvent: (id) => idOf(`event ${id}`),
    of({ type, data }, at) {
      const { messageId, campaignId, webhookId } = data as Partial<Record<string, string | null>>
      return idOf(`${type} ${messageId ?? campaignId ?? webhookId} ${at}`)
    },
  }
}
