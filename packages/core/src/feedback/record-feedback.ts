import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import type { MessageError } from '../domain/message.ts'
import { foldEmail } from '../kit/fold.ts'
import { suppress } from '../recipients/suppress.ts'
import type { MessageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Recorder } from '../tracking/recorder.ts'

/** A bounce as a host parsed it; the result of `parseBounce` is one, once it has a `messageId`. */
export interface BounceInput {
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

/** Takes feedback about a message that was accepted. */
export interface FeedbackRecorder {
  recordBounce(bounce: BounceInput): Promise<void>
  recordComplaint(complaint: { messageId: string; at?: number }): Promise<void>
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
    detail: Record<string, unknown>,
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
      detail,
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
    const address = { owner: campaign?.owner ?? null, email: message.email, list: null }
    await suppress(store.suppressions, address, reason, at)
  }

  return {
    recordBounce({ messageId, permanent, error, recipient, at = clock.now(), ...more }) {
      const { suppress = permanent && error.kind === 'address' } = more
      // A report that names another address than the message's is about an address its recipient forwards to.
      const about = (email: string) => recipient === undefined || foldEmail(recipient) === foldEmail(email)
      return report('bounce', messageId, at, { permanent, ...error }, ({ email }) => suppress && about(email))
    },
    recordComplaint: ({ messageId, at = clock.now() }) => report('complaint', messageId, at, {}, () => true),
  }
}
