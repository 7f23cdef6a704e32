import assert from 'node:assert/strict'
import type { MessageError } from '../../../domain/message.ts'
import type { Outcome } from '../../../store/port/message-store.ts'
import { allOf, at, beginAll, draft, listed, message, recipient, sending, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'
import { hit, record } from '../hits.ts'

const erasing = caseGroup('erasure')

/** A word of the person, which stands in every field that somebody else than the library writes. */
const word = 'quibblezorp'
const email = `${word}.m@example.org`
const said = `mailbox of ${word} (<${email}>, ${word}.m=example.org@relay.example) is full`
const failure: MessageError = { kind: 'mailbox', message: said, code: 452, enhancedCode: '4.2.2' }
const wordless = {
  kind: 'mailbox',
  message: 'The text was erased with the recipient.',
  code: 452,
  enhancedCode: '4.2.2',
}
const erase = ({ store, now }: StoreHarness) => store.privacy.erase({ owner: null, email, emailHash: 'hash', at: now })

/** The same, and mail may be sent to the person again. */
async function eraseAlone(h: StoreHarness): Promise<void> {
  await erase(h)
  await h.store.suppressions.lift({ owner: null, email, emailHash: 'hash', topic: null })
}

/** The person with everything that can be known of one. */
const person = (once?: string | null) => {
  const consent = { opens: true, clicks: true, readTime: true, source: `form of ${word}` }
  const told = {
    ref: `user ${word}`,
    name: `Zoe ${word}`,
    company: `${word} Ltd`,
    data: { [word]: word, deep: [word] },
  }
  return recipient(email, { ...told, consent, once, emailHash: 'hash' })
}

/** How a message ends: undefined where it is left on its way. */
const ends: readonly ((messageId: number, now: number) => Outcome)[] = [
  (messageId, now) => ({ messageId, kind: 'failed', at: now, error: failure }),
  (messageId, now) => ({ messageId, kind: 'unknown', at: now, error: failure }),
  (messageId, now) => ({ messageId, kind: 'retry', at: now, dueAt: now, error: failure, attempted: true }),
]

/** What each kind of event says beside its kind, and what is kept of it. */
const details: readonly (readonly [Parameters<typeof hit>[0], Record<string, unknown> | null, unknown])[] = [
  ['open', null, null],
  ['click', { flood: true }, { flood: true }],
  ['read', { atLeast: true }, { atLeast: true }],
  ['view', { page: 'unsubscribe' }, { page: 'unsubscribe' }],
  ['unsubscribe', { by: 'one-click' }, { by: 'one-click' }],
  ['unsubscribe', { by: `a call of ${word}` }, {}],
  ['consent', { opens: true, clicks: false, readTime: false }, { opens: true, clicks: false, readTime: false }],
  [
    'bounce',
    { permanent: false, kind: 'other', message: said, enhancedCode: word },
    { permanent: false, kind: 'other' },
  ],
  [
    'bounce',
    { permanent: true, suppress: 'now', source: word, ...failure },
    { permanent: true, suppress: 'now', kind: 'mailbox', code: 452, enhancedCode: '4.2.2' },
  ],
  ['complaint', { feedbackType: 'abuse', from: { name: word } }, { feedbackType: 'abuse' }],
]

async function fill(h: StoreHarness): Promise<{ campaigns: number[]; messages: number[]; hit: number }> {
  const { store, now } = h
  const { name, company, ref, data, consent } = person()
  const contact = { owner: null, email, ref, name, company, tags: [word], data, consent, createdAt: now }
  await store.contacts.add([contact])
  const decision = { owner: null, email, consent: { readTime: true }, at: now, source: `phone of ${word}` }
  await store.privacy.setConsent(decision)
  const held = { owner: null, email, emailHash: null, at: now }
  await store.suppressions.add({ ...held, topic: 'other', reason: 'manual', source: `call of ${word}` })
  await store.suppressions.add({ ...held, topic: 'other', reason: 'unsubscribe', source: 'one-click' })

  const first = await sent(h, [person()])
  const hits = details.map(([type, detail], n) => {
    const durationMs = type === 'read' ? 900 : null
    return hit(type, at(first.ids, 0), { at: now + n, ip: '192.0.2.77', userAgent: word, detail, durationMs })
  })
  await record(store, hits)
  const others = [await sending(h, [person(word)]), await sending(h, [person(null), person(null)])]
  for (const end of ends) {
    const one = await sending(h, [person()])
    await beginAll(h, one.campaignId)
    await store.messages.settle('sender', [end(at(one.ids, 0), now)])
    others.push(one)
  }
  const all = [first, ...others]
  const [hitOne, ...messages] = all.flatMap(({ ids }) => ids)
  return { campaigns: all.map(({ campaignId }) => campaignId), messages, hit: hitOne ?? 0 }
}

/** Everything that the store gives back. */
async function readAll(h: StoreHarness, filled: Awaited<ReturnType<typeof fill>>): Promise<string> {
  const { store } = h
  const rows: unknown[] = [
    await allOf((cursor) => store.contacts.search({ limit: 100, cursor })),
    await allOf((cursor) => store.suppressions.list({ limit: 100, cursor })),
    await store.privacy.export(undefined, email, null),
    await store.privacy.consentOf(null, email),
    await store.suppressions.of(null, email, 'hash'),
  ]
  for (const campaignId of filled.campaigns) {
    const list = { campaignId, sort: 'name', order: 'asc', limit: 100 } as const
    rows.push(await allOf((cursor) => store.messages.list({ ...list, cursor })))
    for (const q of [word, email]) rows.push((await store.messages.list({ ...list, q })).items)
    rows.push(await store.campaigns.get(campaignId))
  }
  for (const id of [filled.hit, ...filled.messages]) {
    rows.push(await message(h, id), await listed(h, id), await store.messages.gone(id))
  }
  return JSON.stringify(rows)
}

const timesIn = (text: string): number => text.toLowerCase().split(word).length - 1

export const erasureCases: readonly StoreCase[] = [
  erasing('no word of the person is left, whoever wrote it and wherever it stood', async (h) => {
    const filled = await fill(h)
    assert.ok(timesIn(await readAll(h, filled)) > 100)
    assert.equal((await erase(h)).messages, 1 + filled.messages.length)
    const left = await readAll(h, filled)
    assert.equal(timesIn(left), 0, left)
    assert.ok(!left.includes('192.0.2.77'))
  }),

  erasing('of what is told of events, codes, truth values and closed words stay', async (h) => {
    const filled = await fill(h)
    const before = await listed(h, filled.hit)
    await erase(h)
    const after = await listed(h, filled.hit)
    const wanted = details.map(([type, , kept]) => [type, kept])
    const own = after.filter(({ implied }) => !implied).sort((a, b) => a.at - b.at)
    assert.deepEqual(
      own.map(({ type, detail }) => [type, detail]),
      wanted,
    )
    const figures = (rows: typeof after) =>
      rows.map(({ id, type, at: time, verdict, reasons }) => [id, type, time, verdict, reasons])
    assert.deepEqual(figures(after), figures(before))
  }),

  erasing('of what went wrong, the kind and the codes stay, also of what is stored after it', async (h) => {
    for (const before of [true, false]) {
      const ids: number[] = []
      for (const end of ends) {
        const one = await sending(h, [person()])
        await beginAll(h, one.campaignId)
        if (!before) await eraseAlone(h)
        await h.store.messages.settle('sender', [end(at(one.ids, 0), h.now)])
        ids.push(at(one.ids, 0))
      }
      if (before) await eraseAlone(h)
      for (const id of ids) assert.deepEqual((await message(h, id)).error, wordless)
    }
  }),

  erasing('where a suppression was said stays as far as it is a word of the library’s own', async (h) => {
    await fill(h)
    await erase(h)
    const { items } = await h.store.suppressions.list({ limit: 10 })
    assert.deepEqual(
      items.flatMap(({ email: address, reasons }) => reasons.map(({ reason, source }) => [address, reason, source])),
      [
        [null, 'erasure', null],
        [null, 'unsubscribe', 'one-click'],
        [null, 'manual', null],
      ],
    )
  }),

  erasing('what comes back about the message later is not stored', async (h) => {
    const { ids } = await sent(h, [person()])
    await erase(h)
    const told = details.map(([type, detail]) => hit(type, at(ids, 0), { detail, userAgent: word }))
    const { events, recorded } = await record(h.store, told)
    assert.deepEqual([events, recorded, await listed(h, at(ids, 0))], [0, [], []])
  }),

  erasing('a key by which the message was the only one of its campaign is forgotten', async (h) => {
    const campaignId = await draft(h)
    const plan = (address: string) =>
      h.store.campaigns.plan(campaignId, [recipient(address, { once: 'order of zoe' })], h.now)
    await plan(email)
    assert.equal((await plan('bob@example.org')).duplicates, 1)
    await erase(h)
    assert.equal((await plan('bob@example.org')).planned, 1)
  }),
]
