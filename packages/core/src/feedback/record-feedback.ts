import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { bounceInput, complaintInput } from '../domain/input/feedback.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { MessageError } from '../domain/message.ts'
import { foldEmail } from '../kit/fold.ts'
import { suppress } from '../recipients/suppress.ts'
import type { MessageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Recorder } from '../tracking/recorder.ts'
import type { ParsedBounce } from './reports/parse-bounce.ts'

/**
 * A bounce as a host parsed it; the result of `parseBounce` is one, once it has a `messageId` and its `kind` is
 * `bounce`. What `status` and `diagnostic` say is in `error` already.
 */
export interface BounceInput extends Partial<Pick<ParsedBounce, 'kind' | 'status' | 'diagnostic'>> {
  messageId: string
  permanent: boolean
  error: MessageError
  /** Whether the address is dead. Default: when the bounce is permanent and `error.kind` is `address`. */
  suppress?: boolean | undefined
  /** The address the report names; one other than the message's is a forward, and suppresses nothing. */
  recipient?: string | undefined
  /** In ms since the epoch. Default: now. */
  at?: number | undefined
}

/** A complaint as a host parsed it. */
export interface ComplaintInput {
  messageId: string
  /** In ms since the epoch. Default: now. */
  at?: number | undefined
}

/** Takes feedback about a message that was accepted. */
export interface FeedbackRecorder {
  recordBounce(bounce: BounceInput): Promise<void>
  recordComplaint(complaint: ComplaintInput): Promise<void>
}

export function createFeedbackRecorder(
  store: Pick<Store, 'messages' | 'campaigns' | 'suppressions'>,
  clock: Clock,
  recorder: Recorder,
): FeedbackRecorder {
  async function report(
    type: 'bounce' | 'complaint',
    messageId: string,
    at: number,
    detailOf: (message: MessageRecord) => Record<string, unknown>,
    suppresses: (message: MessageRecord) => boolean,
  ): Promise<void> {
    const message = await store.messages.get(parseId(messageId))
    if (message === undefined)
      throw new SillageError('not_found', 'There is no message with this id; it may have been deleted.')
    if (suppresses(message)) await suppressAddress(message, type, at)
    await recorder.record({
      // Events are purged in the order of their times; one in the future would block those behind it.
      type,
      messageId: message.id,
      campaignId: null,
      linkId: null,
      at: Math.min(at, clock.now()),
      detail: detailOf(message),
      count: 1,
      ip: null,
      userAgent: null,
      head: false,
      prefetch: false,
      durationMs: null,
    })
  }

  async function suppressAddress(message: MessageRecord, reason: 'bounce' | 'complaint', at: number): Promise<void> {
    const campaign = await store.campaigns.summary(message.campaignId)
    const address = { owner: campaign?.owner ?? null, email: message.email, topic: null }
    await suppress(store.suppressions, address, reason, at)
  }

  return {
    async recordBounce(bounce) {
      const { messageId, permanent, error, recipient, at = clock.now(), ...more } = parseInput(bounceInput, bounce)
      const { suppress = permanent && error.kind === 'address' } = more
      // A report that names another address than the message's is about an address its recipient forwards to: the
      // message's own may be alive, so that bounce is soft.
      const about = (email: string) => recipient === undefined || foldEmail(recipient) === foldEmail(email)
      const detail = ({ email }: MessageRecord) => ({ permanent: permanent && about(email), ...error })
      await report('bounce', messageId, at, detail, ({ email }) => suppress && about(email))
    },
    async recordComplaint(complaint) {
      const { messageId, at = clock.now() } = parseInput(complaintInput, complaint)
      await report(
        'complaint',
        messageId,
        at,
        () => ({}),
        () => true,
      )
    },
  }
}
