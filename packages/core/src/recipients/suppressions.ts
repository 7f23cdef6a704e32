import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import { pageQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { suppressionInput } from '../domain/input/recipients.ts'
import { defaultPageSize, type Page, type PageQuery } from '../domain/page.ts'
import type { Suppression, SuppressionInput } from '../domain/recipient.ts'
import type { SuppressionRecord } from '../store/records.ts'
import type { SuppressionStore } from '../store/suppression-store.ts'
import { checkAddress } from './address.ts'
import { suppress } from './suppress.ts'

/**
 * Addresses that must not be mailed, on one topic or at all; unique by owner, address and topic. A suppression holds
 * for every message that has not begun to be sent. Unsubscribing, hard bounces, complaints and erasures add their own.
 */
export interface Suppressions {
  /** Newest first. Throws `invalid_cursor`. */
  list(query?: PageQuery, scope?: Scope): Promise<Page<Suppression>>
  /**
   * Adding an address that is there already returns the existing one, its reason unchanged. Default reason `manual`,
   * default topic: all. Throws `invalid_address`.
   */
  add(input: SuppressionInput, scope?: Scope): Promise<Suppression>
  /**
   * The address may be mailed again; messages that were skipped for it stay skipped. Throws `not_found`, also for
   * another tenant's.
   */
  delete(id: string, scope?: Scope): Promise<void>
}

export function createSuppressions(store: SuppressionStore, clock: Clock): Suppressions {
  return {
    async list(query = {}, scope) {
      const { limit = defaultPageSize, cursor } = parseInput(pageQuery, query)
      const page = await store.list({ limit, cursor, owner: scope?.owner })
      return { items: page.items.map(toSuppression), next: page.next ?? null }
    },
    async add(input, scope) {
      const { email, topic, reason } = parseInput(suppressionInput, input)
      const address = { owner: scope?.owner ?? null, email: checkAddress(email), topic: topic ?? null }
      const { suppression } = await suppress(store, address, reason ?? 'manual', clock.now())
      return toSuppression(suppression)
    },
    async delete(id, scope) {
      if (!(await store.remove(parseId(id), scope?.owner)))
        throw new SillageError('not_found', 'There is no suppression with this id.')
    },
  }
}

function toSuppression({ id, email, topic, reason, at }: SuppressionRecord): Suppression {
  return { id: String(id), email, topic, reason, at: new Date(at).toISOString() }
}
