import type { ErrorCode } from '../domain/errors.ts'
import { policyOf } from '../feedback/policy.ts'
import { createFeedbackReceiver, type FeedbackReceiver } from '../feedback/receive.ts'
import { createFeedback, type Delivered, type Feedback } from '../feedback/record-feedback.ts'
import { createTrouble } from '../feedback/trouble.ts'
import { refOf, streamOf } from '../news/recorded-news.ts'
import type { Sender } from '../sending/sender.ts'
import type { Recorder } from '../tracking/recorder.ts'
import type { Base } from './base.ts'

interface FeedbackNeeds {
  recorder: Recorder
  /** Undefined where this process sends nothing. */
  sender: Sender | undefined
  changed: (campaignId: number) => void
}

/** What comes back about mails: recorded, and received from providers. */
export function wireFeedback(
  { options, store, clock, logger, bus, life, news, sealer, keys, urls }: Base,
  { recorder, sender, changed }: FeedbackNeeds,
): { feedback: Feedback; receiver: FeedbackReceiver } {
  const { policy = {}, sources = {}, keys: pathKeys = [] } = options.feedback ?? {}
  const decided = policyOf(policy)

  async function pause(id: number, code: ErrorCode, message: string): Promise<void> {
    const change = { from: ['sending'], to: 'paused', at: clock.now(), pauseReason: code } as const
    const paused = await store.campaigns.changeStatus(id, change)
    if (paused === undefined) return
    life('paused', paused, { at: change.at, reason: code, answer: message })
    bus.publish({ type: 'fault', fault: { campaignId: String(id), code, message, fatal: true } })
    changed(id)
  }

  /** No event is kept of it. */
  async function delivered({ message, campaign, at }: Delivered): Promise<void> {
    const { owner, id: campaignId } = campaign
    const type = 'message.delivered'
    await store.outbox.add([{ type, at, owner, campaignId, messageId: message.id, detail: null }])
    const about = { messageId: message.id, campaignId, ref: message.ref, stream: streamOf(campaign) }
    news.publish({ type, at, owner, data: refOf(about) })
  }

  const feedback = createFeedback({
    store,
    clock,
    logger,
    recorder,
    open: (token) => sealer.open(token),
    policy: decided,
    addressHash: keys.addressHash,
    delivered,
    trouble: createTrouble({
      policy: decided,
      messages: store.messages,
      clock,
      logger,
      pause,
      hold: async (domain, owner, holdMs) => await sender?.holdDomain(domain, owner, holdMs),
    }),
    ready: async () => void (await keys.load()),
  })
  const receiver = createFeedbackReceiver({ sources, keys: pathKeys, baseOf: urls.baseOf, feedback, clock, logger })
  return { feedback, receiver }
}
