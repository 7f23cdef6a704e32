import type { NewMessage, Store } from '@sillage/core/store'
import { smallCampaign } from './small-campaign.ts'

/** Calls every method that only streams have, and those that read or purge what only they store. */
export async function everyStreamQuery(
  { campaigns, streams, messages, privacy }: Store,
  person: (n: number) => NewMessage,
): Promise<void> {
  const now = Date.now()
  const { key: _key, ...whole } = smallCampaign({ key: 'every', name: 'every', createdAt: now })
  const { stream } = await streams.create({ ...whole, key: 'every' })
  await streams.get('every', null)
  const { next } = await streams.list({ limit: 1 })
  await streams.list({ limit: 1, owner: 'acme', cursor: next })
  const head = { from: 'a@example.org', replyTo: [], headers: {}, preheader: null }
  const above = { ...head, attachments: [], engine: null, literal: true }
  const links = [{ url: 'https://example.org/own', personalised: false }]
  const message = (n: number, once: string | null) => ({
    ...person(n),
    streamId: stream.id,
    once,
    emailHash: `hash ${n}`,
    content: n % 2 === 0 ? null : { own: { ...above, subject: `${n}`, html: `<p>${n}</p>`, text: null }, links },
  })
  const tracked = { opens: true, clicks: false, readTime: false }
  const batch = [
    message(1, 'digest 1'),
    message(2, null),
    message(3, null),
    message(1, 'digest 1'),
    { ...message(4, 'digest 4'), sent: tracked },
  ]
  const stored = await streams.enqueue(batch, now)
  await streams.enqueue(batch, now)
  const id = stored[0]?.id ?? 0
  const { contentId } = (await messages.get(id)) ?? {}
  await streams.content(contentId ?? 0)
  await campaigns.links(stream.id, contentId ?? 0)
  await campaigns.addLinks(stream.id, links, contentId ?? 0)
  await streams.clickedLinks(stream.id, 10)
  await streams.cancel(id, now)
  for (const owner of [undefined, null, 'acme']) await messages.listTo(owner, 'a@example.org', { limit: 1 })
  const { next: older } = await messages.listTo(undefined, person(1).email, { limit: 1 })
  await messages.listTo(null, person(1).email, { limit: 1, cursor: older })
  const old = { messagesBefore: now + 1, keysBefore: now + 1 }
  await privacy.purgeable(old, 2, now, JSON.stringify({ keyed: false, createdAt: 0, messageId: 0 }))
  await privacy.purgeable(old, 2, now, JSON.stringify({ keyed: true, createdAt: 0, messageId: 0 }))
  await privacy.purge(old, 2, now)
  await privacy.purge({ messagesBefore: now + 1 }, 2, now)
}
