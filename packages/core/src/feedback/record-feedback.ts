import type { Clock } from '../domain/clock.ts'
import type { BounceEvent, ComplaintEvent, FeedbackEvent, FeedbackResult } from '../domain/feedback.ts'
import { readId } from '../domain/ids.ts'
import { feedbackEvents, feedbackOptions } from '../domain/input/feedback.ts'
import { parseInput } from '../domain/input/parse.ts'
import { msOf } from '../domain/when.ts'
import { addressKey } from '../kit/address-key.ts'
import { holdRecipient } from '../recipients/hold-recipient.ts'
import { serverWords } from '../sending/policy/classify-answer.ts'
import type { MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { isErasedAddress } from '../store/rules/erased.ts'
import type { Recorder } from '../tracking/recorder.ts'

/** What comes back about messages that a server had accepted; of every tenant. */
export interface Feedback {
  /**
   * Acts on what a report or a provider said, in the order given: stores it with the message, and holds the message's
   * own address back from everything for a complaint, and for a bounce of a dead address. Never for a bounce that names
   * another `recipient`: a forward failed, and the message was delivered. `source` says where the events come from.
   * Resolves when they are stored. An event of a message that is not there, or whose recipient was erased, is counted
   * as `unknown` and changes nothing.
   * Rejects with `invalid_field` for what is no event, and with more than 1,000 at once, and stores nothing then.
   */
  record(events: FeedbackEvent[], options: { source: string }): Promise<FeedbackResult>
}

export function createFeedback(
  store: Pick<Store, 'messages' | 'campaigns' | 'suppressions'>,
  clock: Clock,
  recorder: Recorder,
): Feedback {
  async function hold(message: MessageRecord, reason: 'bounce' | 'complaint', at: number, source: string) {
    const campaign = await store.campaigns.summary(message.campaignId)
    const address = { owner: campaign?.owner ?? null, email: message.email, topic: null }
    return (await holdRecipient(store, message, address, { reason, at, source })) === 'held'
  }

  async function record(event: FeedbackEvent, message: MessageRecord, source: string): Promise<boolean> {
    // Events are purged in the order in which they were stored; one in the future would hold up those behind it.
    const at = event.at === undefined ? clock.now() : Math.min(msOf(event.at), clock.now())
    const { detail, suppresses } = event.type === 'bounce' ? bounced(event, message) : complained(event)
    const held = suppresses && (await hold(message, event.type, at, source))
    await recorder.record({
      type: event.type,
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
    })
    return held
  }

  return {
    async record(events, options) {
      const given: FeedbackEvent[] = parseInput(feedbackEvents, events, 'events')
      const { source } = parseInput(feedbackOptions, options)
      const result: FeedbackResult = { recorded: 0, unknown: 0, suppressed: 0 }
      for (const event of given) {
        const id = readId(event.refs.messageId)
        const message = id === undefined ? undefined : await store.messages.get(id)
        if (message === undefined || isErasedAddress(message.email)) result.unknown += 1
        else {
          if (await record(event, message, source)) result.suppressed += 1
          result.recorded += 1
        }
      }
      return result
    },
  }
}

interface Meaning {
  detail: Record<string, unknown>
  suppresses: boolean
}

/**
 * A report that names another address than the message's is about an address its recipient forwards to: the message's
 * own may be alive, so that bounce is soft.
 */
function bounced({ recipient, bounce }: BounceEvent, { email }: MessageRecord): Meaning {
  const { permanent, error, suppress = permanent && error.kind === 'address' } = bounce
  const own = recipient === undefined || addressKey(recipient) === addressKey(email)
  const detail = { permanent: permanent && own, ...error, message: serverWords(error.message) }
  return { detail, suppresses: suppress && own }
}

function complained({ complaint }: ComplaintEvent): Meaning {
  const { feedbackType } = complaint ?? {}
  return { detail: feedbackType === undefined ? {} : { feedbackType }, suppresses: true }
}
