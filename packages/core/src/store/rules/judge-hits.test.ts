import { describe, expect, test } from 'vitest'
import { hit, judgement } from '../../testing/stores/hits.ts'
import type { Judge } from '../port/event-store.ts'
import type { EventRecord } from '../port/records.ts'
import { applyRemarks, judgeHits, recentOf, rejudgeEvents } from './judge-hits.ts'

const event = (id: number, at: number, changes: Partial<EventRecord> = {}): EventRecord => ({
  ...hit('open', 1, { at }),
  id,
  campaignId: 1,
  program: null,
  verdict: 'human',
  reasons: ['first'],
  rulesVersion: 1,
  implied: false,
  ...changes,
})

test('recent events reach back to the time named, that time included, oldest first, stored ones before those of the group', () => {
  const ids = recentOf([event(-2, 5), event(-1, 5), event(9, 5), event(3, 4), event(2, 3), event(7, 5)], 4)
  expect(ids.map(({ id }) => id)).toEqual([3, 7, 9, -1, -2])
})

test('a judge is shown the newest 200 events of however many, also when stored ones are judged again', () => {
  const stored = Array.from({ length: 2_000 }, (_, n) => event(n + 1, n))
  expect(recentOf(stored, 0).map(({ id }) => id)).toEqual(Array.from({ length: 200 }, (_, n) => 1_801 + n))
  const message = {
    id: 1,
    campaignId: 1,
    bouncedAt: null,
    hardBouncedAt: null,
    complainedAt: null,
    unsubscribedAt: null,
    consent: null,
    sentAt: 0,
    state: 'sent' as const,
  }
  const shown: number[] = []
  const judge: Judge = (_, { recent }) => {
    shown.push(recent.length)
    return judgement('human')
  }
  const hits = Array.from({ length: 300 }, (_, n) => ({ number: n + 1, hit: hit('open', 1, { at: 3_000 + n }) }))
  judgeHits(message, 1, stored, hits, 10_000, judge)
  rejudgeEvents(message, stored, 10_000, judge)
  expect(shown).toHaveLength(2_300)
  expect(Math.max(...shown)).toBe(200)
})

describe('applyRemarks', () => {
  const apply = (verdict: EventRecord['verdict'], reasons: string[]) => {
    const known = new Map([[1, event(1, 0)]])
    return { ids: applyRemarks(known, [{ eventId: 1, verdict, reasons }]), now: known.get(1) }
  }

  test('names what changed: the verdict, or only the reasons', () => {
    expect(apply('scanner', ['first'])).toMatchObject({ ids: [1], now: { verdict: 'scanner', reasons: ['first'] } })
    expect(apply('human', ['other'])).toMatchObject({ ids: [1], now: { reasons: ['other'] } })
    expect(apply('human', ['first', 'second'])).toMatchObject({ ids: [1], now: { reasons: ['first', 'second'] } })
  })

  test('names nothing that is as it was, or that is not known', () => {
    expect(apply('human', ['first']).ids).toEqual([])
    expect(applyRemarks(new Map(), [{ eventId: 1, verdict: 'human', reasons: [] }])).toEqual([])
  })
})

test('judging changes nothing it was given', () => {
  const stored = [event(1, 0)]
  const before = structuredClone(stored)
  const remark = [{ eventId: 1, verdict: 'scanner' as const, reasons: ['burst'] }]
  const { added, changed } = judgeHits(undefined, 1, stored, [{ number: 4, hit: hit('open', 1, { at: 1 }) }], 10, () =>
    judgement('human', { remark }),
  )
  expect(stored).toEqual(before)
  expect([added.map(({ id }) => id), changed.map(({ verdict }) => verdict)]).toEqual([[-4], ['scanner']])
})

test('judging again returns what differs in verdict, reasons or rules, and leaves answers of servers alone', () => {
  const events = [event(1, 0), event(2, 1), event(3, 2, { type: 'bounce' }), event(4, 3, { implied: true })]
  const again = (judge: Judge) => rejudgeEvents(undefined, events, 10, judge).map(({ id }) => id)
  const same = { reasons: ['first'], rulesVersion: 1 }
  expect(again(() => judgement('human', same))).toEqual([])
  expect(again(() => judgement('human', { ...same, rulesVersion: 2 }))).toEqual([1, 2])
  expect(again(() => judgement('human', { ...same, reasons: ['other'] }))).toEqual([1, 2])
  expect(again(({ at }) => judgement(at === 1 ? 'proxy' : 'human', same))).toEqual([2])
})
