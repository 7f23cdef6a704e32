import { describe, expect, it } from 'vitest'
import { SillageError } from '../domain/errors.ts'
import type { EventGroup, EventStore, GroupResult, Judge, NewEvent } from '../store/port/event-store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createRecorder } from './recorder.ts'

const hit = (messageId: number): NewEvent => ({
  type: 'open',
  messageId,
  campaignId: null,
  linkId: null,
  at: 0,
  ip: null,
  userAgent: null,
  head: false,
  prefetch: false,
  durationMs: null,
  count: 1,
  detail: null,
})

/** A store whose calls behave as listed: each takes the next behaviour, the last one for ever. */
function setup(behaviours: ((group: EventGroup) => Promise<void> | void)[] = [() => {}], maxBuffered = 100) {
  const clock = fakeClock()
  const said: [level: string, code: unknown, text: string][] = []
  const logger = (level: string) => (details: object, text: string) => {
    said.push([level, 'code' in details ? details.code : undefined, text])
  }
  const groups: EventGroup[] = []
  const stored = new Map<number, readonly NewEvent[]>()
  const events = {
    async record(group: EventGroup, judge: Judge): Promise<GroupResult> {
      for (const one of group.hits) judge(one, { message: undefined, recent: [] })
      const behave = behaviours[Math.min(groups.length, behaviours.length - 1)]
      groups.push(group)
      await behave?.(group)
      stored.set(group.sequence, group.hits)
      return {
        stored: true,
        events: group.hits.length,
        verdicts: { human: group.hits.length },
        campaignIds: [1],
        recorded: [],
      }
    },
  } as unknown as EventStore
  const recorder = createRecorder({
    name: 'r',
    events,
    clock,
    logger: { debug: logger('debug'), info: logger('info'), warn: logger('warn'), error: logger('error') },
    lookBackMs: 0,
    deadlineMs: 250,
    maxBuffered,
    withEvents: () => false,
    onRecorded: () => {},
    judge: ({ userAgent }) => {
      if (userAgent === 'odd') throw new TypeError('the rules met something odd')
      return { verdict: 'human', reasons: [], rulesVersion: 1, remark: [], drop: false }
    },
  })
  return {
    clock,
    groups,
    stored,
    recorder,
    said,
    ids: () => [...stored.values()].flat().map((event) => event.messageId),
  }
}
const away = () => {
  throw new SillageError('store_unavailable', 'away')
}

describe('createRecorder', () => {
  it('commits hits that come together in one group, and the next ones while it is written', async () => {
    let release = () => {}
    const { recorder, groups } = setup([() => new Promise<void>((resolve) => (release = resolve)), () => {}])
    const first = [recorder.record(hit(1)), recorder.record(hit(2))]
    await new Promise((resolve) => setImmediate(resolve))
    const second = [recorder.record(hit(3)), recorder.record(hit(4))]
    await new Promise((resolve) => setImmediate(resolve))
    expect(groups).toHaveLength(1)
    release()
    await Promise.all([...first, ...second])
    expect(groups.map((group) => group.hits.length)).toEqual([2, 2])
    expect(recorder.metrics()).toMatchObject({ recorded: 4, buffered: 0, dropped: 0, commits: 2 })
    expect(recorder.metrics().verdicts).toEqual({ human: 4, proxy: 0, prefetch: 0, scanner: 0, unknown: 0 })
  })

  it('yields to the event loop while it answers many', async () => {
    const { recorder } = setup()
    let answered = 0
    const mostInOneTurn = new Promise<number>((resolve) => {
      let most = 0
      const look = (before: number) =>
        setImmediate(() => {
          most = Math.max(most, answered - before)
          if (answered === 40) resolve(most)
          else look(answered)
        })
      look(0)
    })
    for (let id = 1; id <= 40; id++) void recorder.record(hit(id)).then(() => answered++)
    expect(await mostInOneTurn).toBeLessThanOrEqual(8)
  })

  it('answers at the deadline and keeps the hit until it is stored', async () => {
    let release = () => {}
    const { recorder, clock, ids } = setup([() => new Promise<void>((resolve) => (release = resolve))])
    let answered = false
    const waiting = recorder.record(hit(1)).then(() => (answered = true))
    await clock.advance(249)
    expect(answered).toBe(false)
    await clock.advance(1)
    await waiting
    expect(ids()).toEqual([])
    expect(recorder.metrics().buffered).toBe(1)
    release()
    await recorder.drain()
    expect(ids()).toEqual([1])
  })

  it('answers a hit at once that joins a group past its deadline, and stores it too', async () => {
    let release = () => {}
    const { recorder, clock, ids } = setup([() => new Promise<void>((resolve) => (release = resolve)), () => {}])
    void recorder.record(hit(1))
    await new Promise((resolve) => setImmediate(resolve))
    for (let id = 2; id <= 9; id++) void recorder.record(hit(id))
    await clock.advance(250)
    await recorder.record(hit(10))
    expect(ids()).toEqual([])
    release()
    await recorder.drain()
    expect(ids()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('repeats a group under its number while the store is unreachable', async () => {
    const { recorder, clock, groups, ids } = setup([away, away, () => {}])
    void recorder.record(hit(1))
    await clock.advance(1_000)
    await recorder.drain()
    expect(groups.map((group) => group.sequence)).toEqual([1, 1, 1])
    expect(ids()).toEqual([1])
    expect(recorder.metrics()).toMatchObject({ retriedGroups: 2, buffered: 0 })
  })

  const passing: [string, Error][] = [
    ['store_unavailable', new SillageError('store_unavailable', 'away')],
    ['not_migrated', new SillageError('not_migrated', 'the schema is renamed')],
    ...['0A000', '26000', '25P04', '42501', 'XX000', 'ECONNRESET', 'SQLITE_ERROR'].map((code): [string, Error] => [
      code,
      Object.assign(new Error('an error of the driver'), { code }),
    ]),
    ['TypeError', new TypeError('fetch failed')],
  ]

  it.each(passing)(
    'keeps hits while the store fails with %s, logs it once, and stores each once',
    async (code, error) => {
      const failing = Array.from({ length: 40 }, () => () => {
        throw error
      })
      const { recorder, clock, ids, said } = setup([...failing, () => {}])
      for (let id = 1; id <= 20; id++) void recorder.record(hit(id))
      await clock.advance(60_000)
      for (let id = 21; id <= 40; id++) void recorder.record(hit(id))
      await clock.advance(60_000)
      expect(recorder.metrics()).toMatchObject({ buffered: 40, dropped: 0 })
      await clock.advance(150_000)
      await recorder.drain()
      expect(ids().toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
      expect(recorder.metrics()).toMatchObject({ recorded: 40, buffered: 0, dropped: 0, retriedGroups: 40 })
      expect(said).toEqual([
        ['warn', code, 'hits could not be stored and are kept; trying again'],
        ['info', undefined, 'hits are stored again'],
      ])
    },
  )

  it('logs each kind of error of an outage once, by the deepest code', async () => {
    const because = (code: string) => () => {
      const cause = Object.assign(new Error(code), { code })
      throw new SillageError('store_unavailable', 'away', { cause })
    }
    const behaviours = ['ECONNREFUSED', '57P03', 'ECONNREFUSED', '57P03'].map(because)
    const { recorder, clock, said } = setup([...behaviours, () => {}])
    void recorder.record(hit(1))
    await clock.advance(10_000)
    expect(said.map(([level, code]) => [level, code])).toEqual([
      ['warn', 'ECONNREFUSED'],
      ['warn', '57P03'],
      ['info', undefined],
    ])
  })

  it('drops the hit that the store refuses, and stores the others in few groups', async () => {
    const poison = (group: EventGroup) => {
      if (group.hits.some((event) => event.messageId === 50)) throw new SillageError('store_refused', 'bad row')
    }
    const { recorder, ids, groups } = setup([poison])
    await Promise.all(Array.from({ length: 64 }, (_, n) => recorder.record(hit(n))))
    await recorder.drain()
    expect(ids().toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 64 }, (_, n) => n).filter((id) => id !== 50),
    )
    expect(recorder.metrics()).toMatchObject({ recorded: 63, dropped: 1, buffered: 0, retriedGroups: 0 })
    expect(groups.length).toBe(13)
  })

  it('drops the hit for which the rules throw, and stores the others', async () => {
    const { recorder, ids } = setup()
    const odd = { ...hit(2), userAgent: 'odd' }
    await Promise.all([hit(1), odd, hit(3)].map((one) => recorder.record(one)))
    await recorder.drain()
    expect(ids()).toEqual([1, 3])
    expect(recorder.metrics()).toMatchObject({ recorded: 2, dropped: 1, buffered: 0 })
  })

  it('keeps a hit that fails for an unknown reason, and does not delay others for long', async () => {
    let mended = false
    const odd = (group: EventGroup) => {
      if (!mended && group.hits.some((event) => event.messageId === 2)) throw new Error('a defect')
    }
    const { recorder, clock, ids } = setup([odd])
    for (const id of [1, 2, 3]) void recorder.record(hit(id))
    await clock.advance(60_000)
    expect(ids().toSorted()).toEqual([1, 3])
    for (let id = 4; id < 10; id++) {
      void recorder.record(hit(id))
      await clock.advance(5_000)
      expect(ids()).toContain(id)
    }
    expect(recorder.metrics()).toMatchObject({ recorded: 8, buffered: 1, dropped: 0 })
    mended = true
    await clock.advance(5_000)
    expect(ids().at(-1)).toBe(2)
    expect(recorder.metrics()).toMatchObject({ recorded: 9, buffered: 0, dropped: 0 })
  })

  it('drops and counts what does not fit the buffer, and logs it once', async () => {
    const { recorder, clock, said } = setup([away], 2)
    for (const id of [1, 2, 3, 4, 5]) void recorder.record(hit(id))
    await clock.advance(10)
    expect(recorder.metrics()).toMatchObject({ buffered: 2, dropped: 3 })
    expect(said.filter(([, , text]) => text === 'hits were dropped')).toHaveLength(1)
  })

  it('stops draining when its time is up', async () => {
    const { recorder, clock } = setup([away])
    void recorder.record(hit(1))
    const drained = recorder.drain(500)
    await clock.advance(600)
    await drained
    expect(recorder.metrics().buffered).toBe(1)
  })

  it.each([3_600_000, -3_600_000])(
    'stops draining after the same time when the clock is set by %d ms meanwhile',
    async (ms) => {
      const { recorder, clock } = setup([away])
      void recorder.record(hit(1))
      let over = false
      const drained = recorder.drain(500).then(() => {
        over = true
      })
      await clock.advance(100)
      clock.jump(ms)
      await clock.advance(390)
      expect(over).toBe(false)
      await clock.advance(20)
      await drained
    },
  )

  it('says of what it keeps whether it is stored, however late within the time', async () => {
    const { recorder, clock } = setup([away, away, () => {}])
    const kept = recorder.keep(hit(1), 60_000)
    await clock.advance(60_000)
    expect(await kept).toBe(true)
    expect(recorder.metrics()).toMatchObject({ recorded: 1, buffered: 0 })
  })

  it('says of what it keeps that it still waits, that there was no room, or that the store is closed', async () => {
    const { recorder, clock } = setup([away], 1)
    const kept = recorder.keep(hit(1), 500)
    expect(await recorder.keep(hit(2), 500)).toBe(false)
    await clock.advance(600)
    expect(await kept).toBe(false)
    const closed = setup([
      () => {
        throw new SillageError('closed', 'The store is closed.')
      },
    ])
    expect(await closed.recorder.keep(hit(1), 500)).toBe(false)
  })

  it('says of what the store refuses by itself that trying again is of no use', async () => {
    const { recorder, clock } = setup([
      ({ hits }) => {
        if (hits.some(({ messageId }) => messageId === 2)) throw new SillageError('store_refused', 'no')
      },
    ])
    const kept = [1, 2, 3].map((id) => recorder.keep(hit(id), 500))
    await clock.advance(400)
    expect(await Promise.all(kept)).toEqual([true, true, true])
    expect(recorder.metrics()).toMatchObject({ recorded: 2, dropped: 1 })
  })
})
