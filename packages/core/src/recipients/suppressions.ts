import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { pageQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { suppressionInput } from '../domain/input/recipients.ts'
import { listing } from '../domain/listing.ts'
import type { Created, Listing, PageQuery } from '../domain/page.ts'
import type { Suppression, SuppressionInput } from '../domain/recipient.ts'
import type { SuppressionRecord } from '../store/port/records.ts'
import type { SuppressionStore } from '../store/port/suppression-store.ts'
import { toPage } from '../store/to-items.ts'
import { checkAddress } from './address.ts'
import { suppress } from './suppress.ts'

/**
 * Addresses that must not be mailed, on one topic or at all; unique by owner, address, topic and
 * reason: an address may have several, and each holds it back until it is lifted. A suppression holds
 * for every message that has not begun to be sent. Unsubscribing, hard bounces, complaints and erasures add their own.
 */
export interface Suppressions {
  /** Newest first. Throws `invalid_cursor`. */
  list(query?: PageQuery): Listing<Suppression>
  /**
   * One that is there already for the same topic and reason is given back as it is, with `created: false`. Default
   * reason `manual`, default topic: all. Throws `invalid_address`.
   */
  create(input: SuppressionInput): Promise<Created<Suppression>>
  /**
   * The address may be mailed again; messages that were skipped for it stay skipped. Throws `not_found`, also for
   * another tenant's.
   */
  delete(id: string): Promise<void>
}

export function createSuppressions(store: SuppressionStore, clock: Clock, owner: string | undefined): Suppressions {
  return {
    list: (query = {}) =>
      listing(pageQuery, query, async (asked) => toPage(await store.list({ ...asked, owner }), toSuppression)),
    async create(input) {
      const { email, topic, reason } = parseInput(suppressionInput, input)
      const address = { owner: owner ?? null, email: checkAddress(email), topic: topic ?? null }
      const { suppression, created } = await suppress(store, address, { reason: reason ?? 'manual', at: clock.now() })
      return { ...toSuppression(suppression), created }
    },
    async delete(id) {
      if (!(await store.remove(parseId(id), owner)))
        throw new SillageError('not_found', 'There is no suppression with this id.')
    },
  }
}

export function toSuppression({ id, email, topic, reason, source, at }: SuppressionRecord): Suppression {
  return { id: String(id), email, topic, reason, source, at: new Date(at).toISOString() }
}
