import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { parseInput } from '../domain/input/parse.ts'
import { suppressionInput, suppressionQuery, suppressionRemoval } from '../domain/input/recipients.ts'
import { listing } from '../domain/listing.ts'
import type { Created, Listing, PageQuery } from '../domain/page.ts'
import type { Suppression, SuppressionInput, SuppressionReason } from '../domain/recipient.ts'
import { addressKey } from '../kit/address-key.ts'
import type { SuppressionLine, SuppressionStore } from '../store/port/suppression-store.ts'
import { suppressionLines } from '../store/rules/suppression-lines.ts'
import { toPage } from '../store/to-items.ts'
import { checkAddress } from './address.ts'
import { suppress } from './suppress.ts'

/**
 * Addresses that must not be mailed, on one topic or at all; unique by owner, address, topic and
 * reason: an address may have several, and each holds it back until it is lifted. A suppression holds
 * for every message that has not begun to be sent. Unsubscribing, hard bounces, complaints and erasures add their own.
 */
export interface Suppressions {
  /**
   * One for each address and topic, with all its reasons; newest first. `topic` and `reason` choose those that have it,
   * `q` those whose address begins so. Throws `invalid_cursor`.
   */
  list(query?: SuppressionListQuery): Listing<Suppression>
  /**
   * One that is there already for the same topic and reason is given back as it is, with `created: false`. Default
   * reason `manual`, default topic: all. Throws `invalid_address`.
   */
  create(input: SuppressionInput): Promise<Created<Suppression>>
  /**
   * Lifts the reason named, or all reasons: where none is left, the address may be mailed again on the topic. Messages
   * that were skipped for it stay skipped. Throws `not_found`, also for another tenant's and where it has no such
   * reason.
   */
  delete(id: string, which?: { reason?: SuppressionReason | undefined }): Promise<void>
}

/** Which suppressions are listed; all of them where nothing is named. */
export interface SuppressionListQuery extends PageQuery {
  topic?: string | undefined
  reason?: SuppressionReason | undefined
  q?: string | undefined
}

export function createSuppressions(store: SuppressionStore, clock: Clock, owner: string | undefined): Suppressions {
  return {
    list: (query = {}) =>
      listing(suppressionQuery, query, async (asked) => {
        // An international domain is kept in its ASCII form, which only the whole of it has.
        const q = asked.q?.includes('@') ? addressKey(asked.q) : asked.q
        return toPage(await store.list({ ...asked, q, owner }), toSuppression)
      }),
    async create(input) {
      const { email, topic, reason } = parseInput(suppressionInput, input)
      const address = { owner: owner ?? null, email: checkAddress(email), topic: topic ?? null }
      const { suppression, created } = await suppress(store, address, { reason: reason ?? 'manual', at: clock.now() })
      const others = (await store.of(address.owner, address.email, null)).filter(({ id }) => id !== suppression.id)
      const [line = { ...suppression, reasons: [suppression] }] = suppressionLines([
        suppression,
        ...others.filter((row) => row.topic === address.topic),
      ])
      return { ...toSuppression(line), created }
    },
    async delete(id, which = {}) {
      const { reason } = parseInput(suppressionRemoval, which)
      if (!(await store.remove(parseId(id), { owner, reason })))
        throw new SillageError('not_found', 'There is no suppression with this id and reason.')
    },
  }
}

export function toSuppression({ id, email, topic, reasons }: SuppressionLine): Suppression {
  const causes = reasons.map(({ reason, source, at }) => ({ reason, source, at: new Date(at).toISOString() }))
  return { id: String(id), email, topic, reasons: causes }
}
