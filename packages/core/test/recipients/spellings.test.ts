import { describe, expect, it, onTestFinished } from 'vitest'
import { sqliteStore } from '../../../store-sqlite/src/index.ts'
import { createSillage, memoryStore } from '../../src/index.ts'
import { fakeClock, recordingTransport } from '../../src/testing/index.ts'
import { mailboxes, spellingsOf } from '../../src/testing/stores/spellings.ts'

const campaign = { name: 'n', subject: 's', html: '<p>x</p>' }
const all = mailboxes.flatMap(spellingsOf)
/** Each mailbox in one of its spellings, another for each. */
const shifted = (by: number) =>
  mailboxes.map((mailbox, n) => spellingsOf(mailbox)[(n + by) % spellingsOf(mailbox).length] ?? '')

describe.each([
  ['memory', memoryStore],
  ['SQLite', () => sqliteStore({ filename: ':memory:' })],
])('twenty mailboxes, however they are spelt, in %s', (_, store) => {
  async function installation() {
    const clock = fakeClock()
    const transport = recordingTransport({ clock })
    const from = 'a@example.org'
    const sillage = createSillage({ store: store(), transport, clock, from, baseUrl: 'http://mail.example' })
    onTestFinished(() => sillage.close())
    await sillage.migrate()
    return { sillage, clock, transport }
  }

  it('are found in the list of suppressions by each spelling, and by its part before the @', async () => {
    const { sillage } = await installation()
    for (const mailbox of mailboxes) {
      await sillage.suppressions.create({ email: mailbox })
      const found = async (q: string) =>
        (await sillage.suppressions.list({ q })).items.some(({ email }) => email === mailbox)
      for (const spelling of spellingsOf(mailbox)) expect(await found(spelling), spelling).toBe(true)
      expect(await found(mailbox.slice(0, mailbox.lastIndexOf('@')).toUpperCase())).toBe(true)
    }
  })

  it.each<[string, (emails: string[]) => unknown]>([
    ['an array', (emails) => emails.map((email) => ({ email }))],
    ['an iterable', (emails) => new Set(emails.map((email) => ({ email })))],
    [
      'a stream',
      async function* (emails) {
        for (const email of emails) yield { email }
      },
    ],
  ])('get one message each of a campaign to %s', async (_what, given) => {
    const { sillage, clock, transport } = await installation()
    await sillage.start()
    const { id, total } = await sillage.campaigns.create({ ...campaign, recipients: given(all) as never })
    expect(total).toBe(mailboxes.length)
    await clock.advance(60_000)
    expect((await sillage.campaigns.get(id)).sent).toBe(mailboxes.length)
    expect(new Set(transport.sends.map(({ to }) => to)).size).toBe(mailboxes.length)
    for (const { to } of transport.sends) expect(to).toMatch(/^[\x21-\x7e]+$/)
  })

  it('are twenty contacts, one by one, in a file, and when one is changed', async () => {
    const { sillage } = await installation()
    const quoted = all.map((email) => `"${email}"`).join('\n')
    const { accepted, duplicateCount, invalidCount } = await sillage.contacts.import(`email\n${quoted}\n`)
    expect([accepted, duplicateCount, invalidCount]).toEqual([mailboxes.length, all.length - mailboxes.length, 0])
    for (const email of all)
      await expect(sillage.contacts.create({ email })).rejects.toMatchObject({ code: 'duplicate' })
    const other = await sillage.contacts.create({ email: 'other@example.net' })
    for (const email of shifted(3))
      await expect(sillage.contacts.update(other.id, { email })).rejects.toMatchObject({ code: 'duplicate' })
    const contacts = (await sillage.contacts.list({ limit: 200 })).items.filter(({ id }) => id !== other.id)
    const contactIds = contacts.map(({ id }) => id)
    const chosen = { contactIds, where: {} }
    const { total } = await sillage.campaigns.create({ ...campaign, recipients: chosen, start: false })
    expect(total).toBe(mailboxes.length + 1)
  })

  it('are held back, asked and erased under each spelling', async () => {
    const { sillage } = await installation()
    const { suppressions, recipients, campaigns } = sillage
    const list = (by: number) => shifted(by).map((email) => ({ email }))
    const first = await campaigns.create({ ...campaign, recipients: list(0), start: false })
    for (const email of shifted(1)) await recipients.consent(email, { opens: false, source: 'test' })
    for (const email of shifted(6)) expect((await recipients.get(email)).consent).toMatchObject({ opens: false })
    for (const email of shifted(2)) await suppressions.create({ email })
    for (const email of shifted(8)) expect((await suppressions.create({ email })).created).toBe(false)
    const held = await campaigns.create({ ...campaign, recipients: list(4), start: false })
    expect([held.total, held.skipped]).toEqual([mailboxes.length, mailboxes.length])
    for (const email of shifted(5)) expect((await recipients.erase(email)).messages, email).toBe(2)
    for (const email of shifted(10)) {
      const { contacts, messages, consents } = await recipients.export(email)
      expect([contacts, messages, consents], email).toEqual([[], [], []])
    }
    const after = await campaigns.create({ ...campaign, recipients: list(11), start: false })
    expect([after.total, after.skipped]).toEqual([mailboxes.length, mailboxes.length])
    expect((await campaigns.get(first.id)).total).toBe(mailboxes.length)
  })
})

it.each([
  ...['a\u00add@example.org', 'a\u200bd@example.org', '\u200bad@example.org', '\u2060ad@example.org', 'ä@example.org'],
  ...[
    'ad@example.org.',
    'ad@example。org。',
    'ad@exam\u200cple.org',
    'ad@exam\u200eple.org',
    'ad@münchen.example/evil',
  ],
  ...[
    'ad@münchen.example?x',
    'ad@münchen.example#x',
    'ad@mün%2echen.example',
    'ad@mün\tchen.example',
    'ad@é\\x.example',
  ],
])('%j is no address: it would be one by leaving out what can be seen, or what is not of a domain', async (email) => {
  const sillage = createSillage({ store: memoryStore(), from: 'a@example.org', baseUrl: 'http://mail.example' })
  onTestFinished(() => sillage.close())
  const refused = expect.objectContaining({ code: 'invalid_address' })
  await expect(sillage.contacts.create({ email })).rejects.toEqual(refused)
  await expect(sillage.suppressions.create({ email })).rejects.toEqual(refused)
  await expect(sillage.recipients.erase(email)).rejects.toEqual(refused)
  await expect(sillage.campaigns.create({ ...campaign, recipients: [{ email }], start: false })).rejects.toEqual(
    refused,
  )
})

it('a sender writes under each spelling of its address, in ASCII', async () => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const sillage = createSillage({ store: memoryStore(), transport, clock, baseUrl: 'http://mail.example' })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  for (const from of spellingsOf('ann@münchen.example')) {
    await sillage.campaigns.sendTest({ to: 'a@example.org', subject: 's', html: '<p>x</p>', from: { email: from } })
    const { raw, from: sender } = transport.sends.at(-1) ?? { raw: Buffer.alloc(0), from: '' }
    const domain = /@xn--mnchen-3ya\.example/i
    expect([sender, /^From: .*$/m.exec(raw.toString())?.[0]], from).toEqual([
      expect.stringMatching(domain),
      expect.stringMatching(domain),
    ])
  }
})

const names = spellingsOf('x@münchen.example').map((email) => email.slice(email.lastIndexOf('@') + 1).trim())

it.each(names)('a limit of the domain %j holds for it under every name', async (name) => {
  const clock = fakeClock()
  const transport = recordingTransport({ clock })
  const sending = { domainLimits: { [name]: { perMinute: 6 } } }
  const options = { store: memoryStore(), transport, clock, from: 'a@example.org', baseUrl: 'http://mail.example' }
  const sillage = createSillage({ ...options, sending })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  await sillage.start()
  const recipients = names.slice(0, 6).map((domain, n) => ({ email: `p${n}@${domain}` }))
  await sillage.campaigns.create({ ...campaign, recipients: [{ email: 'fast@example.org' }, ...recipients] })
  await clock.advance(60_000)
  const [first = 0, ...later] = transport.sends.filter(({ to }) => /example$/i.test(to)).map(({ at }) => at)
  expect(later.map((at) => at - first)).toEqual([10_000, 20_000, 30_000, 40_000, 50_000])
})

it('a domain that refuses us is spared under every name', async () => {
  const clock = fakeClock()
  const refused = {
    kind: 'refused',
    stage: 'rcpt',
    code: 550,
    enhancedCode: '5.7.1',
    text: '550 5.7.1 policy',
  } as const
  const transport = recordingTransport({ clock, answer: () => refused })
  const options = { store: memoryStore(), transport, clock, from: 'a@example.org', baseUrl: 'http://mail.example' }
  const sillage = createSillage({ ...options, sending: { concurrency: 1 } })
  onTestFinished(() => sillage.close())
  await sillage.migrate()
  await sillage.start()
  const recipients = names.map((domain, n) => ({ email: `p${n}@${domain}` }))
  await sillage.campaigns.create({ ...campaign, recipients })
  await clock.advance(60_000)
  expect(transport.sends).toHaveLength(3)
})
