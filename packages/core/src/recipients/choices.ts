import type { Clock } from '../domain/clock.ts'
import type { Consent, OwnSource } from '../domain/recipient.ts'
import type { GoneMessage } from '../store/port/message-store.ts'
import type { Tracked } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import type { SuppressionRecord } from '../store/port/suppression-store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import type { Subject } from '../tracking/tracker.ts'
import { holdRecipient } from './hold-recipient.ts'
import type { AddressHash } from './rights.ts'
import { type HeldAddress, isOwnSource } from './suppress.ts'

/** What recipients decide about the mail they got: what they go on receiving, and what may be measured of them. */
export interface Choices {
  /** Whether each of these topics (null: everything) is received, in their order. */
  received(subject: Subject, topics: readonly (string | null)[]): Promise<Received[]>
  /**
   * Suppresses the address on this topic (null: everything). Resolves with true where that is news, which is to be
   * recorded: the address was not held back, or not by this mail. An erased address is held back already.
   */
  unsubscribe(subject: Subject, topic: string | null, by: OwnSource): Promise<boolean>
  /**
   * Takes back what holds the address back from everything, else what does from this topic, where the person said it on
   * a page or by a mail program less than an hour ago, and nothing else holds it. Whether anything was.
   */
  takeBack(subject: Subject, topic: string | null): Promise<boolean>
  /**
   * Of the topics that a page showed, receives those that are wanted and no others. Resolves with the topics that were
   * left by it. Nothing changes for single topics while the address is held back from everything: who came back to one
   * of them would come back to all that the page does not show, too.
   */
  choose(
    subject: Subject,
    chosen: { shown: readonly (string | null)[]; wanted: readonly (string | null)[] },
  ): Promise<(string | null)[]>
  /** Whom a message that is gone was to, where that is still known, so that its mail can opt out. */
  gone(messageId: number): Promise<GoneMessage | undefined>
  /** Suppresses whom a message that is gone was to, under the hash of the address. */
  unsubscribeGone(gone: GoneMessage, by: OwnSource): Promise<void>
  /**
   * Whether this is what was chosen by this mail less than a minute ago: a button that was pressed twice, or a flood.
   * Since an older choice the host may have given another consent, which the new choice has to undo.
   */
  isRepeated(subject: Subject, decided: Partial<Tracked>, source: string): boolean
  /**
   * Stores what may be measured, for the address and for all mails already sent to it; parts that are not given stay as
   * they are. Returns what holds after it.
   */
  consent(subject: Subject, decided: Partial<Tracked>, source: string): Promise<Consent>
}

/** Whether one topic (null: everything) is received. */
export interface Received {
  topic: string | null
  on: boolean
  /** Since when the person has left it, in ms since the epoch; null where the person has not. */
  since: number | null
  /**
   * Whether a page may change it: to leave what is received, and to take back what was left a moment ago. No single
   * topic while everything is left.
   */
  mayChange: boolean
}

/** As long as the host's own consents can hardly come between two equal choices. */
const REPEAT_MS = 60_000
/** For as long a slip can be mended. Later, whoever has the mail could sign its recipient up again. */
const TAKE_BACK_MS = 3_600_000

export function createChoices(
  { suppressions, privacy, messages }: Pick<Store, 'suppressions' | 'privacy' | 'messages'>,
  clock: Clock,
  addressHash: AddressHash,
): Choices {
  /** Also what was said by a mail that is gone, or before an erasure. */
  async function heldOf({ message, campaign }: Subject): Promise<SuppressionRecord[]> {
    const hash = await addressHash()
    return suppressions.of(campaign.owner, message.email, hash(message.email))
  }

  const isSlip = ({ reason, source, at }: SuppressionRecord): boolean => {
    const ageMs = clock.now() - at
    return reason === 'unsubscribe' && isOwnSource(source) && ageMs >= 0 && ageMs < TAKE_BACK_MS
  }

  async function lift(held: readonly SuppressionRecord[]): Promise<void> {
    for (const { id } of held) await suppressions.remove(id, { reason: 'unsubscribe' })
  }

  async function unsubscribe(subject: Subject, topic: string | null, by: OwnSource): Promise<boolean> {
    if (isErasedAddress(subject.message.email)) return false
    const said = { reason: 'unsubscribe', at: clock.now(), source: by } as const
    const held = await holdRecipient({ messages, suppressions }, subject.message, addressOf(subject, topic), said)
    return held === 'held' || (held === 'was_held' && subject.message.unsubscribedAt === null)
  }

  return {
    async received(subject, topics) {
      const held = await heldOf(subject)
      return topics.map((topic) => {
        const holding = holdingFrom(held, topic)
        const left = holding.filter(({ reason }) => reason === 'unsubscribe')
        return {
          topic,
          on: holding.length === 0,
          since: left.length === 0 ? null : Math.max(...left.map(({ at }) => at)),
          mayChange: holding.every((row) => row.topic === topic && isSlip(row)),
        }
      })
    },
    unsubscribe,
    async takeBack(subject, topic) {
      const held = await heldOf(subject)
      const everything = held.filter((row) => row.topic === null)
      const holding = everything.length > 0 ? everything : held.filter((row) => row.topic === topic)
      if (holding.length === 0 || !holding.every(isSlip)) return false
      await lift(holding)
      return true
    },
    async choose(subject, { shown, wanted }) {
      const held = await heldOf(subject)
      const isFree = held.every(({ topic }) => topic !== null)
      const left: (string | null)[] = []
      for (const topic of shown) {
        if (topic !== null && !isFree) continue
        const own = held.filter((row) => row.topic === topic)
        if (!wanted.includes(topic)) {
          if (own.length === 0 && (await unsubscribe(subject, topic, 'page'))) left.push(topic)
        } else if (own.every(isSlip)) await lift(own)
      }
      return left
    },
    gone: (messageId) => messages.gone(messageId),
    async unsubscribeGone({ owner, topic, emailHash }, by) {
      const address = { owner, topic, email: null, emailHash }
      await suppressions.add({ ...address, reason: 'unsubscribe', at: clock.now(), source: by })
    },
    isRepeated({ message: { consent } }, decided, source) {
      if (consent?.at === undefined || consent.source !== source) return false
      const ageMs = clock.now() - Date.parse(consent.at)
      const parts = Object.keys(decided) as (keyof Tracked)[]
      return parts.every((part) => consent[part] === decided[part]) && ageMs >= 0 && ageMs < REPEAT_MS
    },
    async consent({ campaign: { owner }, message: { id, email, consent: before } }, decided, source) {
      const at = clock.now()
      const consent = { ...decided, at: new Date(at).toISOString(), source }
      // A form may be on its way for seconds, and the person be erased meanwhile.
      const stored = await privacy.setConsent({ owner, email, consent, at, source }, id)
      return stored ? { ...before, ...consent } : (before ?? {})
    },
  }
}

/** What the mail of a campaign unsubscribes from. */
export const topicOf = ({ campaign }: Subject): string | null => campaign.options.topic ?? null

/** What holds an address back from a topic: suppressions of it, and of everything. */
const holdingFrom = (held: readonly SuppressionRecord[], topic: string | null): SuppressionRecord[] =>
  held.filter((row) => row.topic === null || row.topic === topic)

const addressOf = ({ message, campaign }: Subject, topic: string | null): HeldAddress => ({
  owner: campaign.owner,
  email: message.email,
  topic,
})
