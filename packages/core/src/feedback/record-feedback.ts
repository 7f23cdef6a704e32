import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import type {
  AccountEvent,
  BounceEvent,
  ComplaintEvent,
  FeedbackEvent,
  FeedbackResult,
  RecordedMail,
  UnsubscribeEvent,
} from '../domain/feedback.ts'
import { feedbackEvents, feedbackOptions } from '../domain/input/feedback.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { Logger } from '../domain/logger.ts'
import type { MessageState } from '../domain/message.ts'
import { msOf } from '../domain/when.ts'
import { topicOf } from '../recipients/choices.ts'
import { holdRecipient } from '../recipients/hold-recipient.ts'
import type { AddressHash } from '../recipients/rights.ts'
import { countSoftBounce } from '../recipients/soft-bounces.ts'
import { serverWords } from '../sending/policy/classify-answer.ts'
import type { CampaignSummary, MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import type { SuppressionRecord } from '../store/port/suppression-store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import { isRepeated } from '../store/rules/flags.ts'
import type { Recorder } from '../tracking/recorder.ts'
import type { TokenSealer } from '../tracking/tokens.ts'
import { messagesNamed } from './find-message.ts'
import { meaningOfBounce, type Policy } from './policy.ts'
import { readMail } from './reports/read-mail.ts'
import type { Trouble } from './trouble.ts'

/** What comes back about messages that a server had accepted; of every tenant. */
export interface Feedback {
  /**
   * Acts on what a report or a provider said, in the order given: stores it with the message, and holds the message's
   * own address back where the policy says so (`feedback.policy`). A bounce or complaint of a message acts once,
   * whoever says it again; an unsubscription acts again where it was said later. Never for a bounce that names another
   * `recipient`: a forward failed, and the message was delivered. `source` says where the events come from. Resolves
   * when they are stored; repeated, because the answer was lost, it changes nothing more. Rejects with `invalid_field`
   * for what is no event, and with more than 1,000 at once, and stores nothing then; with `store_unavailable` where not
   * all are stored, which is to be called again.
   */
  record(events: FeedbackEvent[], options: { source: string }): Promise<FeedbackResult>
  /**
   * The same for a whole mail that came back: a report, a complaint, a mail that unsubscribes, an automatic reply. Of a
   * long one the first 512 KB are read. It proves itself by a token of ours, else it is not understood and changes
   * nothing: anybody may have written it.
   */
  recordMail(raw: string | Uint8Array, options: { source: string }): Promise<RecordedMail>
}

export interface FeedbackParts {
  store: Pick<Store, 'messages' | 'campaigns' | 'suppressions' | 'events'>
  clock: Clock
  logger: Logger
  recorder: Recorder
  open: TokenSealer['open']
  policy: Policy
  trouble: Trouble
  addressHash: AddressHash
  /** A provider says that a message arrived; rejects where that is to be said again. */
  delivered: (subject: Delivered) => Promise<void>
  /** Resolves when tokens can be opened. */
  ready: () => Promise<unknown>
}

/** A message that arrived, at this time. */
export type Delivered = Pick<Subject, 'message' | 'campaign' | 'at'>

/** Messages that are worked on at once: the store writes their events together. */
const atOnce = 32
/** How long the store is waited for: a provider waits for the answer, and no longer than some seconds. */
const STORE_MS = 5_000

/** States of messages that may have left without a time at which they did. */
const mayBeOut: readonly MessageState[] = ['sending', 'unknown']

/** What became of one event. */
type Outcome = 'recorded' | 'repeated' | 'unknown' | 'ignored'

/** An event about a message that is there. */
interface Subject {
  message: MessageRecord
  campaign: CampaignSummary
  at: number
  source: string
}

export function createFeedback(parts: FeedbackParts): Feedback {
  const { store, clock, logger, recorder, policy, trouble } = parts

  async function hold(subject: Subject, reason: SuppressionRecord['reason'], topic = ofReason(subject, reason)) {
    const { message, campaign, at, source } = subject
    const address = { owner: campaign.owner, email: message.email, topic }
    return (await holdRecipient(store, message, address, { reason, at, source })) === 'held'
  }

  /** Rejects where it is not stored: whoever told it must tell it again. */
  async function note(
    { message, at }: Subject,
    type: 'bounce' | 'complaint' | 'unsubscribe',
    detail: Record<string, unknown>,
  ): Promise<void> {
    const event = {
      type,
      messageId: message.id,
      campaignId: null,
      linkId: null,
      at,
      detail,
      count: 1,
      ip: null,
      userAgent: null,
      head: false,
      prefetch: false,
      durationMs: null,
    }
    if (await recorder.keep(event, STORE_MS)) return
    throw new SillageError('store_unavailable', 'Not all of the feedback could be stored. Record it again.')
  }

  async function bounced(event: BounceEvent, subject: Subject, result: FeedbackResult): Promise<Outcome> {
    const { message, campaign, at, source } = subject
    const { error, ownList } = event.bounce
    const { permanent, suppress, stop } = meaningOfBounce(event, message.email)
    const now = clock.now()
    if (isRepeated(message, { type: 'bounce', head: false, detail: { permanent } })) return 'repeated'
    if ((message.sentAt ?? now) < now - policy.maxAgeMs) return 'ignored'
    // Figures are about messages that went.
    if (message.sentAt === null && !mayBeOut.includes(message.state)) {
      if (suppress === 'now' && (await hold(subject, ownList ?? 'bounce'))) result.suppressed += 1
      return 'ignored'
    }
    const held =
      suppress === 'now'
        ? await hold(subject, ownList ?? 'bounce')
        : suppress === 'soft' &&
          policy.soft !== false &&
          (await countSoftBounce(
            store,
            { id: message.id, email: message.email, owner: campaign.owner, at },
            { policy: policy.soft, now, source },
          ))
    if (held) result.suppressed += 1
    await note(subject, 'bounce', {
      permanent,
      ...error,
      message: serverWords(error.message),
      suppress,
      ...(held ? { held } : {}),
      ...(ownList === undefined ? {} : { ownList }),
      source,
    })
    if (stop !== undefined) await trouble.refused(message, campaign, stop, serverWords(error.message))
    return 'recorded'
  }

  async function complained({ complaint }: ComplaintEvent, subject: Subject, result: FeedbackResult): Promise<Outcome> {
    const { message, source } = subject
    if (message.complainedAt !== null) return 'repeated'
    if (await hold(subject, 'complaint')) result.suppressed += 1
    const { feedbackType } = complaint ?? {}
    await note(subject, 'complaint', { ...(feedbackType === undefined ? {} : { feedbackType }), source })
    const campaign = await store.campaigns.summary(message.campaignId)
    if (campaign !== undefined) await trouble.complained(campaign)
    return 'recorded'
  }

  async function unsubscribed(
    { unsubscribe }: UnsubscribeEvent,
    subject: Subject,
    result: FeedbackResult,
  ): Promise<Outcome> {
    const { message, at, source } = subject
    const topic = unsubscribe?.all === true ? null : topicOf(subject)
    if (message.unsubscribedAt !== null && (await isTold(store.events, message, topic, at))) return 'repeated'
    const held = await hold(subject, 'unsubscribe', topic)
    if (held) result.suppressed += 1
    if (!held && message.unsubscribedAt !== null) return 'repeated'
    await note(subject, 'unsubscribe', { by: source, topic })
    return 'recorded'
  }

  /** Whom a message was to that is not there any more must not be mailed again. */
  async function ofGone(event: FeedbackEvent, id: number, at: number, source: string): Promise<boolean> {
    if (event.type !== 'unsubscribe' && event.type !== 'complaint' && event.type !== 'bounce') return false
    const gone = await store.messages.gone(id)
    if (gone === undefined) return false
    const { owner, emailHash } = gone
    if (event.type === 'bounce') {
      const { recipient = '' } = event
      const isOther = recipient !== '' && (await parts.addressHash())(recipient) !== emailHash
      if (isOther || meaningOfBounce(event, recipient).suppress !== 'now') return false
    }
    const reason = (event.type === 'bounce' ? event.bounce.ownList : undefined) ?? event.type
    const fromAll = event.type === 'unsubscribe' && event.unsubscribe?.all === true
    const topic = reason === 'unsubscribe' && !fromAll ? gone.topic : null
    return (await store.suppressions.add({ owner, email: null, emailHash, topic, reason, at, source })).created
  }

  async function act(event: FeedbackEvent, source: string, result: FeedbackResult): Promise<Outcome> {
    if (event.type === 'account') {
      logger.error(
        { source, label: event.label, account: event.account.message },
        'a provider says that our account is in trouble',
      )
      return 'ignored'
    }
    // Events are purged in the order in which they were stored; one in the future would hold up those behind it.
    const at = event.at === undefined ? clock.now() : Math.min(msOf(event.at), clock.now())
    for (const id of await messagesOf(event)) {
      const message = await store.messages.get(id)
      const campaign = message && (await store.campaigns.summary(message.campaignId))
      if (message !== undefined && campaign !== undefined)
        return await aboutMessage(event, { message, campaign, at, source }, result)
      if (await ofGone(event, id, at, source)) {
        result.suppressed += 1
        return 'unknown'
      }
    }
    return 'unknown'
  }

  /** Those that our own tokens name; else the one that the provider calls so. */
  async function messagesOf({ refs }: Exclude<FeedbackEvent, AccountEvent>): Promise<readonly number[]> {
    const named = messagesNamed(refs, parts.open)
    if (named.length > 0 || refs.providerId === undefined) return named
    const sent = await store.messages.sentAs(refs.providerId)
    return sent === undefined ? [] : [sent]
  }

  async function aboutMessage(event: FeedbackEvent, subject: Subject, result: FeedbackResult): Promise<Outcome> {
    if (isErasedAddress(subject.message.email)) return 'unknown'
    if (event.type === 'bounce') return await bounced(event, subject, result)
    if (event.type === 'complaint') return await complained(event, subject, result)
    if (event.type === 'unsubscribe') return await unsubscribed(event, subject, result)
    if (event.type === 'delivered') await parts.delivered(subject)
    return 'ignored'
  }

  /** Those of one message in their order, several messages at a time. */
  async function recordAll(events: readonly FeedbackEvent[], source: string): Promise<FeedbackResult> {
    await parts.ready()
    const result: FeedbackResult = { recorded: 0, repeated: 0, unknown: 0, ignored: 0, suppressed: 0 }
    const byMessage = Map.groupBy(events, ({ refs }) => messagesNamed(refs, parts.open)[0] ?? refs.providerId).values()
    const work = async () => {
      for (const some of byMessage) for (const event of some) result[await act(event, source, result)] += 1
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return result
  }

  return {
    async record(events, options) {
      const given: FeedbackEvent[] = parseInput(feedbackEvents, events, 'events')
      return await recordAll(given, parseInput(feedbackOptions, options).source)
    },
    async recordMail(raw, options) {
      const { source } = parseInput(feedbackOptions, options)
      if (typeof raw !== 'string' && !(raw instanceof Uint8Array))
        throw new SillageError('invalid_field', 'raw: expected a mail as text or bytes.', { field: 'raw' })
      await parts.ready()
      const event = readMail(raw, parts.open)
      const result = await recordAll(event === undefined ? [] : [event], source)
      return { ...result, understood: event !== undefined }
    },
  }
}

/** What is left for a reason: for what the person said, what the mail unsubscribes from; else everything. */
const ofReason = (subject: Subject, reason: SuppressionRecord['reason']): string | null =>
  reason === 'unsubscribe' ? topicOf(subject) : null

/** Events of a message that are looked through: more than anybody unsubscribes. */
const mostRead = 1_000

/** Whether the person said this already, or later; it may have been taken back since. */
async function isTold(events: Store['events'], { id }: MessageRecord, topic: string | null, at: number) {
  const { items } = await events.list(id, { limit: mostRead })
  return items.some(
    ({ type, detail, at: said }) => type === 'unsubscribe' && (detail?.topic ?? null) === topic && said >= at,
  )
}
