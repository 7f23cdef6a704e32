import type { NewStreamMessage, OwnContent } from '../../store/port/stream-records.ts'
import type { Enqueued, NewStream } from '../../store/port/stream-store.ts'
import { newCampaign, present, recipient } from './fixtures.ts'
import type { StoreHarness } from './harness.ts'

/** A stream with every field given. */
export function newStream(
  h: Pick<StoreHarness, 'now'>,
  key: string,
  changes: Partial<Omit<NewStream, 'options'>> & Parameters<typeof newCampaign>[1] = {},
): NewStream {
  const { scheduledAt: _, ...stream } = newCampaign(h, changes)
  return { ...stream, key }
}

/** The id of a stream that is made with the first call. */
export async function stream(
  h: StoreHarness,
  key = 'receipts',
  changes?: Parameters<typeof newStream>[2],
): Promise<number> {
  return (await h.store.streams.create(newStream(h, key, changes))).stream.id
}

export const streamMessage = (
  streamId: number,
  email: string,
  changes: Partial<NewStreamMessage> = {},
): NewStreamMessage => ({ ...recipient(email), once: null, content: null, streamId, ...changes })

/** A content of a message's own, with one link. */
export function own(name: string, changes: Partial<OwnContent> = {}): NonNullable<NewStreamMessage['content']> {
  const content: OwnContent = {
    subject: `Receipt ${name}`,
    preheader: null,
    html: `<p>${name}</p>`,
    text: null,
    attachments: [],
    from: 'Shop <shop@sender.example>',
    replyTo: [],
    headers: { 'X-Order': name },
    engine: null,
    literal: true,
    ...changes,
  }
  return { own: content, links: [{ url: `https://shop.example/${name}?by=mail`, personalised: false }] }
}

/** Messages of one stream, as they were stored. */
export async function enqueued(
  h: StoreHarness,
  streamId: number,
  messages: readonly (string | NewStreamMessage)[],
): Promise<Enqueued[]> {
  const all = messages.map((one) => (typeof one === 'string' ? streamMessage(streamId, one) : one))
  return (await h.store.streams.enqueue(all, h.now)).map((one) => present(one))
}
