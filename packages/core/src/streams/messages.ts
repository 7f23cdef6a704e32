import { isoTime } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import type { Message, MessageInput, SentMessage } from '../domain/message.ts'
import type { StreamInput } from '../domain/stream.ts'
import type { TrackedMail, TrackInput } from '../domain/tracked-mail.ts'
import { domainOf } from '../recipients/address.ts'
import { readMailbox } from '../recipients/read-mailbox.ts'
import type { CampaignSummary, MessageRecord } from '../store/port/records.ts'
import { toMessageItem } from '../store/to-items.ts'
import type { StreamContext } from './context.ts'
import { sendMessage } from './send.ts'
import { trackMail } from './track.ts'

/** Single messages. All throw `not_found` for what is another tenant's too. */
export interface SingleMessages {
  /**
   * Sends one message of a stream: it is stored when this resolves, and leaves before those of campaigns. With a `key`
   * that the stream has, the first message is given back, `created: false`. An address that is held back is no error:
   * the status is `skipped`. Throws `unknown_stream`, `missing_content`, `missing_from`, `invalid_address`, what the
   * content of a campaign throws, what `render` throws, and `busy` while the store does not keep up.
   */
  send<D = Record<string, unknown>>(input: MessageInput<D>): Promise<SentMessage>
  /**
   * Makes a mail that the host sends itself a message of a stream, `sent` from now on: its HTML and text with tracked
   * links and a pixel, and headers to set. HTML is stored only where `keep` says so. Whoever is held back is named by
   * `suppressed`, and nothing more. Throws only for a wrong input, as `invalid_address` for two addresses in `to`: what
   * cannot be tracked within `deadlineMs`, for whatever reason, is given back as it came with the id null, so that no
   * mail of the host fails for it.
   */
  track<D = Record<string, unknown>>(input: TrackInput<D>): Promise<TrackedMail>
  /** One message of a campaign or a stream. Throws `not_found`. */
  get(id: string): Promise<Message>
  /**
   * Ends a message of a stream that has not left: it is never sent. Throws `not_found`, also for a message of a
   * campaign, and `wrong_status` once it is on the wire or has ended; one that was cancelled before is given back.
   */
  cancel(id: string): Promise<Message>
}

export function createSingleMessages(
  context: StreamContext,
  put: (key: string, input: StreamInput) => Promise<unknown>,
): SingleMessages {
  const { store, owner, clock } = context

  async function found(id: string): Promise<{ message: MessageRecord; campaign: CampaignSummary }> {
    const message = await store.messages.get(parseId(id))
    const campaign = message === undefined ? undefined : await store.campaigns.summary(message.campaignId, owner)
    if (message === undefined || campaign === undefined)
      throw new SillageError('not_found', 'There is no message with this id.')
    return { message, campaign }
  }

  async function show(message: MessageRecord, campaign: CampaignSummary): Promise<Message> {
    const { id, contentId, version, attempts, createdAt } = message
    const own = contentId === null ? undefined : await store.streams.content(contentId)
    const then = own !== undefined || version === null ? undefined : await store.campaigns.content(campaign.id, version)
    const { subject, from } = own ?? then ?? campaign
    const given = createdAt ?? campaign.plannedAt ?? campaign.createdAt
    const isMade = version !== null || attempts > 0
    if (isMade) await context.ready()
    return {
      ...toMessageItem(message, campaign),
      subject,
      createdAt: new Date(given).toISOString(),
      scheduledAt: isoTime(scheduledFor(message, campaign)),
      rfcMessageId: isMade ? `<${context.marks.report(id)}@${domainOf(readMailbox(from, 'from').address)}>` : null,
    }
  }

  return {
    send: (input) => sendMessage(context, put, input),
    track: (input) => trackMail(context, put, input),
    async get(id) {
      const { message, campaign } = await found(id)
      return show(message, campaign)
    },
    async cancel(id) {
      const { message, campaign } = await found(id)
      if (campaign.kind !== 'stream')
        throw new SillageError('not_found', 'There is no message of a stream with this id; cancel its campaign.')
      const state = await store.streams.cancel(message.id, clock.now())
      const after = await found(id)
      if (state !== 'cancelled') {
        const { status } = toMessageItem(after.message, after.campaign)
        throw new SillageError('wrong_status', `This message is ${status}: only one that has not left is cancelled.`, {
          details: { status: after.campaign.status },
        })
      }
      context.changed(campaign.id)
      return show(after.message, after.campaign)
    },
  }
}

/** When a message is to leave that waits for a time it was given; null where it waits for no time. */
function scheduledFor({ createdAt, state, attempts, dueAt }: MessageRecord, campaign: CampaignSummary): number | null {
  if (createdAt === null) return campaign.status === 'scheduled' ? campaign.scheduledAt : null
  return state === 'queued' && attempts === 0 && dueAt > createdAt ? dueAt : null
}
