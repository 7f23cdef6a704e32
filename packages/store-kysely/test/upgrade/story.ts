import { createSillage, type Sillage, systemClock } from '@sillage/core'
import { sillageFetch } from '@sillage/core/http'
import type { Store } from '@sillage/core/store'
import { recordingTransport } from '@sillage/core/testing'

/** What a release wrote, as that release read it, and what is to go on in a later one. */
export interface Figures {
  /** Of a campaign that is done, with everything that people did with it. */
  done: string
  /** Of a campaign that was paused amid its messages. */
  paused: string
  /** A tracked link in a mail of the first, and where it leads. */
  link: { url: string; location: string }
  read: unknown
}

const html = '<p>Dear {{name}}, <a href="https://port.example/news">read on</a></p>'
const people = (...names: string[]) => names.map((name) => ({ email: `${name}@example.net`, name }))

/** An installation on a store, with a server that does not know `eve`. */
export function installationOn(store: Store) {
  const transport = recordingTransport({
    clock: systemClock,
    answer: ({ envelope }) =>
      envelope.to.startsWith('eve@')
        ? { kind: 'refused', stage: 'rcpt', code: 550, enhancedCode: '5.1.1', text: 'User unknown' }
        : { kind: 'accepted', response: '250 recorded' },
  })
  const sillage = createSillage({ store, transport, baseUrl: 'https://mail.test/mail', from: 'news@port.example' })
  return { sillage, mails: () => transport.sends.map(({ to, raw }) => ({ to, text: raw.toString('latin1') })) }
}

/** When it has come to this event for the campaign. */
export const reached = (sillage: Sillage, event: 'campaign.completed' | 'message.sent', campaignId: () => string) =>
  new Promise<void>((resolve) => {
    sillage.on(event, ({ data }) => data.campaignId === campaignId() && resolve())
  })

/** Writes a little of everything into an empty store, and closes it. */
export async function writeStory(store: Store): Promise<Figures> {
  const { sillage, mails } = installationOn(store)
  await sillage.migrate()
  await sillage.start()
  const ask = sillageFetch(sillage, { remoteAddress: () => '203.0.113.7' })
  await sillage.contacts.import('email,name,company\nada@example.net,Ada,Port\nzoe@example.net,Zoé,\n')
  await sillage.suppressions.create({ email: 'left@example.org' })
  await sillage.templates.create({ name: 'News', subject: 'News', html })
  await sillage.streams.put('receipts', { name: 'Receipts', transactional: true })
  await sillage.messages.send({ stream: 'receipts', to: 'ada@example.net', subject: 'Your receipt', html, key: 'r 1' })

  let [done, paused] = ['', '']
  const completed = reached(sillage, 'campaign.completed', () => done)
  const begun = reached(sillage, 'message.sent', () => paused)
  const news = { subject: 'News', html, start: false }
  done = (await sillage.campaigns.create({ name: 'Done', ...news, recipients: people('ada', 'bob', 'eve', 'zoe') })).id
  await sillage.campaigns.start(done)
  await completed
  const { text = '' } = mails().find(({ to, text }) => to === 'ada@example.net' && text.includes('/track/click/')) ?? {}
  const [url = ''] = /https:\/\/mail\.test\/mail\/track\/click\/[a-z0-9]+/.exec(text) ?? []
  const location = (await ask(new Request(url))).headers.get('location') ?? ''
  const [leave = ''] = /https:\/\/mail\.test\/mail\/track\/unsubscribe\/[a-z0-9]+/.exec(text) ?? []
  await ask(new Request(leave, { method: 'POST' }))

  const later = { ...news, delayMs: 60_000, recipients: people('ann', 'ben', 'cy', 'dan') }
  paused = (await sillage.campaigns.create({ name: 'Paused', ...later })).id
  await sillage.campaigns.start(paused)
  await begun
  await sillage.campaigns.pause(paused)
  await sillage.stop()
  const figures = { done, paused, link: { url, location }, read: await readAll(sillage, { done, paused }) }
  await sillage.close()
  return figures
}

/** Every figure there is of it, as the wire has it. */
export async function readAll(sillage: Sillage, { done, paused }: Pick<Figures, 'done' | 'paused'>): Promise<unknown> {
  const messages = await sillage.messages.list({ campaignId: done })
  const read = {
    done: [await sillage.campaigns.get(done), await sillage.campaigns.stats(done), messages],
    events: await Promise.all(messages.items.map(({ id }) => sillage.messages.events(id))),
    paused: [await sillage.campaigns.get(paused), await sillage.campaigns.stats(paused)],
    stream: [await sillage.streams.get('receipts'), await sillage.streams.stats('receipts')],
    contacts: await sillage.contacts.list(),
    templates: await sillage.templates.list(),
    suppressions: await sillage.suppressions.list(),
  }
  return JSON.parse(JSON.stringify(read)) as unknown
}
