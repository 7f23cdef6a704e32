import { inspect } from 'node:util'
import { createSillage, createTokenSealer, type Sillage, type Store } from '../../src/index.ts'
import type { OutgoingMessage, TransportResult } from '../../src/sending/transport/transport.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { type Asking, asking } from './ask.ts'

/** Words of the person that occur nowhere else: one for each field that an outsider or the host can fill. */
export const words = {
  address: 'quibbleaddress',
  spelling: 'QuibbleAddress',
  name: 'quibblenàme',
  /** As it is searched and sorted by. */
  folded: 'quibblename',
  earlierName: 'quibblebefore',
  company: 'quibblefirm',
  ref: 'quibbleref',
  data: 'quibbledata',
  long: 'quibblelong',
  tag: 'quibbletag',
  consent: 'quibbleform',
  suppression: 'quibblecall',
  browser: 'quibblebrowser',
  refusal: 'quibblerefused',
  delay: 'quibbledelayed',
  late: 'quibblelate',
  bounce: 'quibblebounced',
  complaint: 'quibbleabuse',
  provider: 'quibblehook',
} as const

const secrets = ['a secret for the history of a person']
const email = `z.o'${words.spelling}+a@example.org`
/** An address in the forms in which servers repeat it. */
const forms = `<${email}>, 'z'.${words.address}@example.org, ${email.replace('@', '=')}@relay.example, ${encodeURIComponent(email)}`
const person = {
  email,
  ref: `user ${words.ref}`,
  name: `Zoé ${words.name}`,
  company: `${words.company} Ltd`,
  data: { [words.data]: `note of ${words.data}`, long: `${words.long} `.repeat(900) },
  consent: { opens: true, clicks: true, readTime: true, source: `form ${words.consent}` },
}
const browser = {
  'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 ${words.browser}`,
}
const content = { subject: 'Hello {{name}}', html: '<p>Hello <a href="https://shop.example/{{note}}">{{name}}</a></p>' }
/** Of all the others, whose rows are between those of the person. */
export const otherWord = 'quibbleother'
const others = Array.from({ length: 120 }, (_, n) => {
  return {
    email: `other${n}@example.net`,
    name: `Other ${n} ${otherWord}`,
    data: { long: otherWord.repeat((n * 7) % 200) },
  }
})

/** A person with a history in an installation: campaigns of every outcome, hits, decisions and reports. */
export interface PersonHistory {
  sillage: Sillage
  /** Erases the person, while a mail is on the wire and a hit is being stored, and lets both end. */
  erase(): Promise<void>
  /** Erases everybody else. */
  eraseOthers(): Promise<void>
  /** Everything that the routes for reading answer; what was asked for is left out. */
  answers(): Promise<string>
  /** Log lines since they were last asked for. */
  takeLog(): string
}

export async function personHistory(store: Store): Promise<PersonHistory> {
  const clock = fakeClock()
  const log: string[] = []
  const note = (level: string) => (details: object, text: string) =>
    void log.push(`${level} ${text} ${inspect(details, { depth: 20, showHidden: true })}`)
  const wire = onTheWire()
  const sillage = createSillage({
    store,
    clock,
    secrets,
    transport: recordingTransport({ clock, answer: wire.answer }),
    baseUrl: 'https://mail.example',
    from: 'news@example.com',
    privacy: { ip: 'full', userAgent: 'full' },
    tracking: { readTime: true },
    logger: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
  })
  await sillage.migrate()
  const asked = asking(sillage)
  const campaigns: string[] = []
  const messages: string[] = []

  async function campaign(name: string, recipients: object[], more: object = {}): Promise<string> {
    const input = { name, ...content, topic: name, recipients: recipients as (typeof person)[], ...more }
    const { id } = await sillage.campaigns.create(input)
    campaigns.push(id)
    for await (const message of sillage.messages.list({ campaignId: id, q: email })) messages.push(message.id)
    return id
  }

  const contact = await sillage.contacts.create({ ...person, name: words.earlierName, tags: [words.tag] })
  await sillage.contacts.update(contact.id, { name: person.name })
  await campaign('taken', [...others, person])
  await campaign('refused', [person])
  await campaign('put off', [person])
  await campaign('broken', [person])
  await sillage.sendDue()
  await campaign('draft', [...others, person], { start: false })
  const deleted = await campaign('deleted', [...others, person], { start: false })
  await sillage.campaigns.delete(deleted)

  const [first = '', second = ''] = messages
  await hits(asked, first)
  await sillage.feedback.record(
    [
      {
        type: 'bounce',
        refs: { messageId: first },
        bounce: {
          permanent: false,
          error: { kind: 'mailbox', message: `mailbox of ${words.bounce} ${forms}`, code: 552, enhancedCode: '5.2.2' },
        },
      },
      { type: 'complaint', refs: { messageId: second }, complaint: { feedbackType: words.complaint } },
    ],
    { source: words.provider },
  )
  await sillage.recipients.consent(email, { opens: false, source: `phone ${words.consent}` })
  await sillage.recipients.unsubscribe(email, { topic: 'other', source: `call of ${words.suppression}` })

  const token = (kind: 'pixel' | 'unsubscribe', id: string) => sealer.seal({ kind, messageId: Number(id) })
  return {
    sillage,
    async erase() {
      // Every suppression is lifted, or nothing would be sent to the person again.
      for (const { id } of (await sillage.suppressions.list()).items) await sillage.suppressions.delete(id)
      await sillage.recipients.unsubscribe(email, { topic: 'other', source: `call of ${words.suppression}` })
      const id = await campaign('on the wire', [person])
      const message = messages.at(-1) ?? ''
      const sending = sillage.sendDue({ campaignId: id })
      await wire.reached
      const hit = asked.ask('pixel', { params: { token: token('pixel', first) }, headers: browser })
      const read = sillage.recipients.erase(email)
      await Promise.all([hit, read])
      log.length = 0
      wire.release()
      await sending
      for (const late of [first, message]) {
        await asked.ask('pixel', { params: { token: token('pixel', late) }, headers: browser })
        await sillage.feedback.record([bounceOf(late)], { source: words.provider })
      }
      await sillage.sendDue()
    },
    async eraseOthers() {
      await Promise.all(others.map((other) => sillage.recipients.erase(other.email)))
    },
    async answers() {
      const all: string[] = []
      const ids = [...campaigns, ...messages, contact.id]
      for (const { id, method, access, path } of asked.routes) {
        if (method !== 'GET' || access !== 'manage') continue
        const params = path.includes(':id') ? ids.map((one) => ({ id: one })) : [{}]
        for (const one of params) all.push((await asked.ask(id, { params: one, query: '' })).text)
      }
      for (const id of ['getRecipient', 'exportRecipient']) {
        const { status, text } = await asked.ask(id, { body: { email } })
        if (status !== 200) throw new Error(text)
        all.push(text.replace(`{"email":${JSON.stringify(email)},`, '{'))
      }
      return all.join('\n')
    },
    takeLog: () => log.splice(0).join('\n'),
  }
}

const sealer = createTokenSealer(secrets)

async function hits({ ask }: Asking, id: string): Promise<void> {
  const token = (kind: 'pixel' | 'preferences' | 'unsubscribe' | 'view') =>
    ({ token: sealer.seal({ kind, messageId: Number(id) }) }) as const
  await ask('pixel', { params: token('pixel'), headers: browser })
  await ask('showUnsubscribe', { params: token('unsubscribe'), headers: browser })
  await ask('preferences', { params: token('preferences'), headers: browser, body: 'opens=on&clicks=on' })
  await ask('unsubscribe', { params: token('unsubscribe'), headers: browser, body: 'List-Unsubscribe=One-Click' })
}

const bounceOf = (messageId: string) =>
  ({
    type: 'bounce',
    refs: { messageId },
    bounce: {
      permanent: true,
      error: { kind: 'address', message: `no ${words.late} ${forms}`, code: 550, enhancedCode: '5.1.1' },
    },
  }) as const

/** A server that answers each of the person's mails in another way, and the last one when it is released. */
function onTheWire() {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const refused = (code: number, enhancedCode: string, word: string): TransportResult => {
    const text = `${code} ${enhancedCode} mailbox of ${word} is full: ${forms}`
    return { kind: 'refused', stage: 'rcpt', code, enhancedCode, text }
  }
  const outcomes: ((message: OutgoingMessage) => TransportResult | Promise<TransportResult>)[] = [
    () => ({ kind: 'accepted', response: `250 queued for ${forms}` }),
    () => refused(552, '5.2.2', words.refusal),
    () => refused(452, '4.2.2', words.delay),
    () => ({ kind: 'lost', stage: 'final', handedOver: true, text: `socket closed for ${forms}` }),
    async () => {
      reached.resolve()
      await released.promise
      return refused(550, '5.1.1', words.late)
    },
  ]
  let own = 0
  return {
    reached: reached.promise,
    release: () => released.resolve(),
    answer(message: OutgoingMessage): TransportResult | Promise<TransportResult> {
      const outcome = message.envelope.to.includes('example.org') ? outcomes[own++] : undefined
      return outcome?.(message) ?? { kind: 'accepted', response: '250 taken' }
    },
  }
}
