import type { Clock } from '../domain/clock.ts'
import { parseInput } from '../domain/input/parse.ts'
import { consentInput, resubscribeOptions, unsubscribeOptions } from '../domain/input/recipients.ts'
import type { UnsetConsent } from '../domain/judge-rules.ts'
import type { Logger } from '../domain/logger.ts'
import type {
  ConsentInput,
  RecipientState,
  ResubscribeOptions,
  SuppressionReason,
  UnsubscribeOptions,
} from '../domain/recipient.ts'
import { msOf, type When } from '../domain/when.ts'
import type { Store } from '../store/port/store.ts'
import { suppressionLines } from '../store/rules/suppression-lines.ts'
import { agreed } from '../tracking/consent.ts'
import { checkAddress } from './address.ts'
import { type AddressHash, createRights, type RecipientExport } from './rights.ts'
import { suppress } from './suppress.ts'
import { toSuppression } from './suppressions.ts'

/**
 * Addresses: what the person behind one decided, and the rights of that person. Addresses are compared without case,
 * their domains in ASCII form; what is not one is `invalid_address`. The decisions are those of the tenant it is bound
 * to; unbound, of what belongs to no tenant.
 */
export interface Recipients {
  /** Never `not_found`: everybody has a state. */
  get(email: string): Promise<RecipientState>
  /**
   * Holds the address back from a topic, or from everything: planned messages to it are skipped. What it unsubscribed
   * from before stays as it was said, unless the recipient said it on a page: this stands over it.
   */
  unsubscribe(email: string, options?: UnsubscribeOptions): Promise<RecipientState>
  /**
   * Lifts what `unsubscribe` of the same topic held back, where the reason is `unsubscribe` or `manual` and it was not
   * said later; never a bounce, a complaint or an erasure. Messages that were skipped stay skipped.
   */
  resubscribe(email: string, options?: ResubscribeOptions): Promise<RecipientState>
  /**
   * Stores what may be measured, also of mails that are out: their hits count by it from now on. Parts that are not
   * named stay as they were.
   */
  consent(email: string, consent: ConsentInput): Promise<RecipientState>
  /**
   * Everything kept of a person: of one tenant's rows where bound to it, else of every tenant's. Rows of the host's own
   * directory are the host's to give.
   */
  export(email: string): Promise<RecipientExport>
  /**
   * Removes a person everywhere in one transaction, and may be repeated: figures stay true, suppressions live on as a
   * keyed hash, links of delivered mails still redirect. Of one tenant's rows where bound to it, else of every
   * tenant's, and the address stays suppressed for each that had it. Of what others wrote, as a server's answer, only
   * codes and closed words stay. Resolves once the files of SQLite hold none of it either. `messages`: how many were
   * touched. Rows of the host's own directory are the host's to erase.
   */
  erase(email: string): Promise<{ messages: number }>
}

/** Reasons that the person, or someone in their name, can take back. */
const takenBack: readonly SuppressionReason[] = ['unsubscribe', 'manual']

export function createRecipients(
  store: Pick<Store, 'privacy' | 'suppressions' | 'campaigns' | 'streams'>,
  { clock, logger }: { clock: Clock; logger: Logger },
  addressHash: AddressHash,
  unset: UnsetConsent,
  owner: string | undefined,
): Recipients {
  const { privacy, suppressions } = store
  const of = owner ?? null

  /** The hash that an erasure would have left a suppression under. */
  const hashOf = async (email: string): Promise<string> => (await addressHash())(email)

  async function stateOf(email: string): Promise<RecipientState> {
    const found = await suppressions.of(of, email, await hashOf(email))
    // What an erasure left under the hash is the same person's, though the address is not kept there.
    const kept = (topic: string | null) => found.some((row) => row.topic === topic && row.email !== null)
    const lines = suppressionLines(found.map((row) => ({ ...row, email })))
    const held = lines.map((line) => toSuppression({ ...line, email: kept(line.topic) ? email : null }))
    const decided = await privacy.consentOf(of, email)
    const consent = {
      ...agreed(decided, unset),
      at: decided?.at === undefined ? null : new Date(decided.at).toISOString(),
      source: decided?.source ?? null,
    }
    const topics = held.flatMap(({ topic }) => (topic === null ? [] : [[topic, false] as const]))
    const mailable = held.every(({ topic }) => topic !== null)
    return { email, mailable, suppressions: held, consent, topics: Object.fromEntries(topics) }
  }

  /** Not later than now: a decision of the future would win over those that are still to come. */
  const said = (at: When | undefined): number => (at === undefined ? clock.now() : Math.min(msOf(at), clock.now()))

  return {
    get: async (email) => stateOf(checkAddress(email)),
    async unsubscribe(email, options = {}) {
      const { topic = null, reason = 'unsubscribe', at, source = null } = parseInput(unsubscribeOptions, options)
      const address = checkAddress(email)
      await suppress(suppressions, { owner: of, email: address, topic }, { reason, at: said(at), source })
      return stateOf(address)
    },
    async resubscribe(email, options = {}) {
      const { topic = null, at } = parseInput(resubscribeOptions, options)
      const address = checkAddress(email)
      const emailHash = await hashOf(address)
      await suppressions.lift({ owner: of, email: address, emailHash, topic, reasons: takenBack, until: said(at) })
      return stateOf(address)
    },
    async consent(email, given) {
      const { at, source = 'program', ...consent } = parseInput(consentInput, given)
      const address = checkAddress(email)
      const stamp = { at: said(at), source }
      const decided = { ...consent, at: new Date(stamp.at).toISOString(), source }
      await privacy.setConsent({ owner: of, email: address, consent: decided, ...stamp })
      return stateOf(address)
    },
    ...createRights(store, { clock, logger }, addressHash, owner),
  }
}
