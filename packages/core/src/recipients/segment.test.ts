import { expect, it } from 'vitest'
import type { Segment } from '../domain/selection.ts'
import { type Candidate, isIn, sourceOf } from './segment.ts'

const past = { campaignId: '7' }
const ann: Candidate = { email: 'ann@example.org', name: 'Ann Émile', company: 'Quai 9', tags: ['vip', 'news'] }
/** A message to her that was sent, opened and not clicked. */
const opened: Candidate = { ...ann, state: 'sent', opens: 2, clicks: 0, bouncedAt: null }

it.each<[boolean, Segment, Candidate]>([
  [true, {}, ann],
  [true, { q: 'ann' }, ann],
  [true, { q: 'ANN ém' }, ann],
  [true, { q: 'quai' }, ann],
  [false, { q: 'emile' }, ann],
  [true, { company: 'QUAI 9' }, ann],
  [false, { company: 'Quai' }, ann],
  [true, { tag: 'vip' }, ann],
  [false, { tag: 'VIP' }, ann],
  [false, { tag: 'vip' }, opened.tags === undefined ? opened : { ...opened, tags: [] }],
  [true, { planned: past }, opened],
  [true, { received: past }, opened],
  [false, { received: past }, { ...opened, state: 'failed' }],
  [true, { opened: past }, opened],
  [false, { clicked: past }, opened],
  [false, { bounced: past }, opened],
  [true, { bounced: past }, { ...opened, bouncedAt: 1 }],
  [true, { opened: past, not: { clicked: past } }, opened],
  [false, { opened: past, q: 'bob' }, opened],
  [true, { any: [{ q: 'bob' }, { tag: 'news' }] }, ann],
  [false, { any: [{ q: 'bob' }, { tag: 'other' }] }, ann],
  [false, { tag: 'vip', any: [{ q: 'bob' }] }, ann],
  [false, { not: { any: [{ q: 'bob' }, { q: 'ann' }] } }, ann],
  [true, { not: { q: 'ann', tag: 'other' } }, ann],
  [true, { not: { not: { q: 'ann' } } }, ann],
])('is %s of %j', (expected, segment, candidate) => {
  expect(isIn(segment, candidate)).toBe(expected)
})

it.each<[Segment, ReturnType<typeof sourceOf>]>([
  [{}, undefined],
  [{ q: 'a', any: [{ tag: 'b' }], not: { company: 'c' } }, undefined],
  [{ planned: past }, { campaignId: '7', status: undefined }],
  [
    { received: past, not: { opened: past } },
    { campaignId: '7', status: undefined },
  ],
  [
    { opened: past, q: 'a' },
    { campaignId: '7', status: 'opened' },
  ],
  [
    { opened: past, clicked: past },
    { campaignId: '7', status: 'clicked' },
  ],
])('finds the people of %j', (segment, source) => {
  expect(sourceOf(segment, 'where')).toEqual(source)
})

it.each<[Segment]>([
  [{ not: { opened: past } }],
  [{ any: [{ opened: past }, { tag: 'vip' }] }],
  [{ opened: past, clicked: { campaignId: '8' } }],
  [{ opened: past, not: { any: [{ clicked: { campaignId: '8' } }] } }],
  [{ opened: past, tag: 'vip' }],
  [{ opened: past, not: { company: 'Quai 9' } }],
])('refuses %j, which neither the directory nor one campaign can answer', (segment) => {
  expect(() => sourceOf(segment, 'where')).toThrow(/^where: expected /)
})
