import { expect, it } from 'vitest'
import { memoryStore } from '../store/memory/memory-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import type { Subject } from '../tracking/tracker.ts'
import { createChoices } from './choices.ts'

const email = 'ada@example.org'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

function setUp(owner: string | null = null) {
  const store = memoryStore()
  const clock = fakeClock()
  const choices = createChoices(store, clock, async () => (address) => `hash of ${address}`)
  const message = { email, unsubscribedAt: null }
  const subject = { message, campaign: { owner, options: { topic: 'news' } } } as unknown as Subject
  const held = async () => (await store.suppressions.of(owner, email, null)).map(({ topic, reason }) => [topic, reason])
  return { store, clock, choices, subject, held }
}

const slips: [
  what: string,
  row: { reason: 'unsubscribe' | 'bounce' | 'manual'; source: string | null; agoMs: number },
  isSlip: boolean,
][] = [
  ['said on a page just now', { reason: 'unsubscribe', source: 'page', agoMs: 0 }, true],
  ['said by one click a moment within the hour', { reason: 'unsubscribe', source: 'one-click', agoMs: HOUR - 1 }, true],
  ['said an hour ago', { reason: 'unsubscribe', source: 'page', agoMs: HOUR }, false],
  ['said later than now, before a clock was set back', { reason: 'unsubscribe', source: 'page', agoMs: -1 }, false],
  ['said to the host', { reason: 'unsubscribe', source: 'support call', agoMs: 0 }, false],
  ['said by nobody knows whom', { reason: 'unsubscribe', source: null, agoMs: 0 }, false],
  ['a bounce', { reason: 'bounce', source: 'page', agoMs: 0 }, false],
  ['an operator', { reason: 'manual', source: 'page', agoMs: 0 }, false],
]

it.each(slips)(
  'takes back what holds an address where it is a slip: %s',
  async (_, { reason, source, agoMs }, isSlip) => {
    for (const topic of ['news', null]) {
      const { store, clock, choices, subject, held } = setUp()
      const row = { owner: null, email, emailHash: null, topic, reason, source }
      await store.suppressions.add({ ...row, at: clock.now() - agoMs })
      const [now] = await choices.received(subject, ['news'])
      const since = reason === 'unsubscribe' ? clock.now() - agoMs : null
      expect(now).toEqual({ topic: 'news', on: false, since, mayChange: isSlip && topic === 'news' })
      expect(await choices.takeBack(subject, 'news')).toBe(isSlip)
      expect(await held()).toEqual(isSlip ? [] : [[topic, reason]])
      await store.suppressions.add({ ...row, reason: 'unsubscribe', source: 'page', at: clock.now() })
      await store.suppressions.add({ ...row, reason: 'complaint', source: 'feedback', at: clock.now() })
      expect(await choices.takeBack(subject, 'news')).toBe(false)
    }
  },
)

it('takes nothing back where nothing is held, and nothing of another topic or tenant', async () => {
  const { choices, subject, held, store, clock } = setUp('acme')
  expect(await choices.takeBack(subject, 'news')).toBe(false)
  await choices.unsubscribe(subject, 'offers', 'page')
  const other = { email, emailHash: null, topic: 'news', reason: 'unsubscribe', source: 'page' } as const
  await store.suppressions.add({ ...other, owner: 'umbrella', at: clock.now() })
  expect(await choices.takeBack(subject, 'news')).toBe(false)
  expect(await held()).toEqual([['offers', 'unsubscribe']])
  expect(await choices.received(subject, ['news', 'offers', null])).toMatchObject([
    { topic: 'news', on: true, since: null, mayChange: true },
    { topic: 'offers', on: false, mayChange: true },
    { topic: null, on: true },
  ])
})

it('an erased person who opts out leaves no suppression of the placeholder', async () => {
  const { store, choices, subject } = setUp()
  const erased = { ...subject, message: { ...subject.message, email: 'erased-7@invalid' } } as Subject
  expect(await choices.unsubscribe(erased, null, 'one-click')).toBe(false)
  expect((await store.suppressions.list({ limit: 10 })).items).toEqual([])
})

it('a page that is saved changes the topics it showed, and no other', async () => {
  const { store, choices, subject, held, clock } = setUp()
  const choose = (shown: (string | null)[], wanted: (string | null)[]) => choices.choose(subject, { shown, wanted })
  expect(await choose(['news', 'offers'], ['offers'])).toEqual(['news'])
  expect(await choose(['news', 'offers'], [])).toEqual(['offers'])
  expect(await choose(['jobs'], ['jobs'])).toEqual([])
  expect(await held()).toEqual([
    ['news', 'unsubscribe'],
    ['offers', 'unsubscribe'],
  ])
  await clock.advance(HOUR)
  expect(await choose(['news', 'offers'], ['news', 'offers'])).toEqual([])
  expect(await held()).toHaveLength(2)
  await store.suppressions.add({
    owner: null,
    email,
    emailHash: null,
    topic: null,
    reason: 'complaint',
    at: clock.now(),
  })
  expect(await choose(['jobs'], ['jobs'])).toEqual([])
  expect(await choose(['jobs'], [])).toEqual([])
  expect(await held()).toHaveLength(3)
})

it.each([
  ['just now', {}, true],
  ['within a minute', { agoMs: MINUTE - 1 }, true],
  ['a minute ago', { agoMs: MINUTE }, false],
  ['later than now, before a clock was set back', { agoMs: -1 }, false],
  ['on another page', { source: 'one-click' }, false],
  ['otherwise', { opens: true }, false],
  ['never', undefined, false],
] as const)('a consent that was said %s is repeated: %s', (_, before, expected) => {
  const { choices, subject, clock } = setUp()
  const { agoMs = 0, ...more }: { agoMs?: number; source?: string; opens?: boolean } = before ?? {}
  const said = { opens: false, source: 'preferences', at: new Date(clock.now() - agoMs).toISOString(), ...more }
  const message = { ...subject.message, consent: before === undefined ? null : said }
  expect(choices.isRepeated({ ...subject, message } as Subject, { opens: false }, 'preferences')).toBe(expected)
})
