import { describe, expect, it } from 'vitest'
import type { Became } from '../store/port/message-store.ts'
import { askedOf, type FoundPast, type FoundSegment, isIn, type Person, sourceOf } from './segment.ts'

const sizes = { planned: 900, received: 900, opened: 300, clicked: 40, bounced: 7 }
/** Campaigns as a part of a segment has them; of each so many messages more than of the one before. */
const past = (...ids: number[]): FoundPast => ({
  campaigns: new Map(ids.map((id) => [id, { sizes, links: [] }])),
  links: undefined,
})
/** The same with links of one URL, each by its campaign. */
const withLinks = (links: Record<number, number[]>, unique = 3): FoundPast => ({
  campaigns: new Map(
    Object.entries(links).map(([id, its]) => [Number(id), { sizes, links: its.map((link) => ({ id: link, unique })) }]),
  ),
  links: new Set(Object.values(links).flat()),
})

const ann: Person = { email: 'ann@example.org', name: 'Ann Émile', company: 'Quai 9', tags: ['vip', 'news'] }
const message = (campaignId: number, changes: Partial<Became> = {}): Became => ({
  id: campaignId * 10,
  campaignId,
  email: ann.email,
  name: ann.name,
  company: ann.company,
  state: 'sent',
  opens: 0,
  clicks: 0,
  bouncedAt: null,
  links: [],
  ...changes,
})
/** The seventh was sent and opened, the eighth clicked, the ninth failed. */
const became = [
  message(7, { opens: 2 }),
  message(8, { opens: 1, clicks: 1, links: [81] }),
  message(9, { state: 'failed', bouncedAt: 5 }),
]

it.each<[boolean, FoundSegment]>([
  [true, {}],
  [true, { q: 'ann' }],
  [true, { q: 'ANN ém' }],
  [true, { q: 'quai' }],
  [false, { q: 'emile' }],
  [true, { company: 'QUAI 9' }],
  [false, { company: 'Quai' }],
  [true, { tag: 'vip' }],
  [false, { tag: 'VIP' }],
  [true, { planned: past(9) }],
  [false, { planned: past(6) }],
  [true, { received: past(7) }],
  [false, { received: past(9) }],
  [true, { opened: past(7) }],
  [false, { clicked: past(7) }],
  [true, { clicked: past(7, 8) }],
  [false, { bounced: past(7, 8) }],
  [true, { bounced: past(9) }],
  [false, { opened: past() }],
  [true, { not: { opened: past() } }],
  [true, { clicked: withLinks({ 7: [71], 8: [80, 81] }) }],
  [false, { clicked: withLinks({ 7: [71], 8: [80] }) }],
  [false, { clicked: withLinks({ 9: [81] }) }],
  [false, { clicked: withLinks({ 8: [] }) }],
  [true, { opened: past(7), not: { clicked: past(7) } }],
  [false, { opened: past(7, 8), not: { clicked: past(7, 8) } }],
  [true, { opened: past(7), clicked: past(8), bounced: past(9), tag: 'vip' }],
  [false, { opened: past(7), q: 'bob' }],
  [true, { any: [{ bounced: past(7) }, { opened: past(8) }] }],
  [true, { any: [{ q: 'bob' }, { tag: 'news' }] }],
  [false, { any: [{ q: 'bob' }, { tag: 'other' }] }],
  [false, { tag: 'vip', any: [{ q: 'bob' }] }],
  [false, { not: { any: [{ q: 'bob' }, { q: 'ann' }] } }],
  [true, { not: { q: 'ann', tag: 'other' } }],
  [true, { not: { not: { q: 'ann' } } }],
])('is %s of %j', (expected, segment) => {
  expect(isIn(segment, ann, became)).toBe(expected)
})

it('has no tags where there are none', () => {
  expect(isIn({ tag: 'vip' }, { ...ann, tags: [] }, [])).toBe(false)
  expect(isIn({ tag: 'vip' }, message(7), [])).toBe(false)
})

const list = (campaignId: number, status?: 'opened' | 'clicked' | 'bounced', link?: number) => {
  return { campaignId, status, link }
}

describe('where people are found', () => {
  it.each<[string, FoundSegment, ReturnType<typeof sourceOf>]>([
    ['the directory', {}, undefined],
    ['the directory', { q: 'a', any: [{ tag: 'b' }], not: { company: 'c' } }, undefined],
    ['the directory, where nothing has to have happened', { not: { opened: past(7) } }, undefined],
    ['the directory, where it may have happened', { any: [{ opened: past(7) }, { q: 'x' }] }, undefined],
    ['the directory, which knows of tags', { opened: past(7), tag: 'vip' }, undefined],
    ['the directory, which knows of companies', { opened: past(7), not: { company: 'Quai 9' } }, undefined],
    ['all of a campaign', { planned: past(7) }, [list(7)]],
    ['all of a campaign', { received: past(7), not: { opened: past(8) } }, [list(7)]],
    ['those who opened', { opened: past(7), q: 'a' }, [list(7, 'opened')]],
    ['the shorter list', { opened: past(7), clicked: past(8) }, [list(8, 'clicked')]],
    [
      'the shorter lists',
      { opened: past(7), planned: past(8), bounced: past(5, 6) },
      [list(5, 'bounced'), list(6, 'bounced')],
    ],
    ['the oldest first', { opened: past(9, 7, 8) }, [list(7, 'opened'), list(8, 'opened'), list(9, 'opened')]],
    ['no list', { opened: past() }, []],
    [
      'those of a link',
      { clicked: withLinks({ 7: [71, 72], 8: [] }) },
      [list(7, undefined, 71), list(7, undefined, 72)],
    ],
    [
      'all of `any`',
      { any: [{ opened: past(8) }, { bounced: past(7), q: 'x' }] },
      [list(7, 'bounced'), list(8, 'opened')],
    ],
    ['all of `any`, each once', { any: [{ opened: past(8) }, { opened: past(8), q: 'x' }] }, [list(8, 'opened')]],
    [
      'what `any` has beside',
      { clicked: past(7), any: [{ opened: past(8) }, { bounced: past(7) }] },
      [list(7, 'clicked')],
    ],
    ['`any` where that is shorter', { planned: past(7), any: [{ clicked: past(8) }] }, [list(8, 'clicked')]],
  ])('%s: %j', (_where, segment, source) => {
    expect(sourceOf(segment)).toEqual(source)
  })
})

it('names every campaign and link that is asked about, once', () => {
  const asked = askedOf({
    opened: past(7, 8),
    clicked: withLinks({ 8: [81], 9: [91] }),
    any: [{ bounced: past(1) }, { not: { planned: past(2) } }],
    not: { clicked: withLinks({ 8: [81] }) },
  })
  expect(asked.campaignIds.sort((a, b) => a - b)).toEqual([1, 2, 7, 8, 9])
  expect(asked.links).toEqual([81, 91])
})
