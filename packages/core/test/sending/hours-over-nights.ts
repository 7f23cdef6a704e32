import { describe, expect, it } from 'vitest'
import { recipientZone, type SendingHours } from '../../src/domain/sending-hours.ts'
import type { TransportResult } from '../../src/sending/transport/transport.ts'
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.ts'
import { recordingTransport } from '../../src/testing/recording-transport.ts'
import { addresses, type Stage, stage } from './stage.ts'

type Night = readonly [zone: string, night: string]
type Span = Pick<SendingHours, 'from' | 'to'>

const second = 1000
const hour = 3_600_000
const grace = 5 * second
const accepted: TransportResult = { kind: 'accepted', response: '250 OK' }
const later: TransportResult = { kind: 'refused', stage: 'rcpt', code: 451, enhancedCode: '4.3.0', text: '451 later' }

/** Their clocks are set in these nights, UTC. */
export const nights: readonly Night[] = [
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['America/St_Johns', '2026-03-08'],
  ['America/St_Johns', '2026-11-01'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Pacific/Chatham', '2026-04-04'],
  ['Pacific/Chatham', '2026-09-26'],
]
const zones = [...new Set(nights.map(([name]) => name))]
export const spans: readonly Span[] = [
  { from: '02:15', to: '03:15' },
  { from: '23:00', to: '01:30' },
]

const formats = new Map(
  [...zones, 'UTC'].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  ]),
)

function isOpen({ from, to }: Span, zone: string, ms: number): boolean {
  const time = formats.get(zone)?.format(ms) ?? ''
  return from < to ? time >= from && time < to : time >= from || time < to
}

/** Lets time pass until the campaign is over; each step waits for what was stored. */
async function runUntilOver(clock: FakeClock, set: Stage, id: number): Promise<void> {
  for (let step = 0; (await set.status(id)) === 'sending'; step += 1)
    if (step > 20_000 || !(await clock.advanceToNext())) throw new Error('it does not end')
}

/** One in flight, so that no outcome waits in the machine's own time; every fifth message is put off at first. */
function setUp(clock: FakeClock) {
  const tried = new Set<string>()
  const transport = recordingTransport({
    clock,
    keepContent: false,
    async answer({ envelope }, number) {
      await clock.sleep((number % 4) * 2 * second)
      const isFirst = !tried.has(envelope.to)
      tried.add(envelope.to)
      return isFirst && number % 5 === 0 ? later : accepted
    },
  })
  const retry = { delaysMs: [3 * hour, 20 * hour], shortestMs: hour }
  return { transport, set: stage({ transport, clock, concurrency: 1, pollMs: 600 * second, retry }) }
}

/** Days of a sender's life in each case. */
export function hoursOver([zone, night]: Night, spans: readonly Span[]): void {
  describe(`over the night in which the clocks of ${zone} are set, ${night}`, { timeout: 30_000 }, () => {
    const begin = Date.parse(`${night}T00:00:00Z`) - 30 * hour

    it.each(spans)('$from to $to there: each message leaves within the hours, and all leave', async (span) => {
      const clock = fakeClock(begin)
      const { set, transport } = setUp(clock)
      const hours = { ...span, timeZone: zone }
      const campaign = await set.campaign(addresses(12), { hours, delayMs: 400 * second, jitterMs: 100 * second })
      await set.sender.start()
      await runUntilOver(clock, set, campaign.id)
      expect(await set.states(campaign.id)).toEqual({ sent: 12 })
      expect(transport.sends.length).toBeGreaterThan(12)
      const outside = transport.sends.filter(({ at }) => !isOpen(span, zone, at) && !isOpen(span, zone, at - grace))
      expect(outside.map(({ at }) => new Date(at).toISOString())).toEqual([])
      await set.sender.stop()
    })

    it.each(spans)('$from to $to by the clock of each recipient: the same', async (span) => {
      const clock = fakeClock(begin)
      const { set, transport } = setUp(clock)
      const own = [...zones, undefined, 'Mars/Base']
      const zoneOf = (index: number) => own[index % own.length]
      const hours = { ...span, timeZone: recipientZone, fallbackTimeZone: zone }
      const data = (index: number) => ({ timeZone: zoneOf(index) })
      const to = addresses(24)
      const campaign = await set.campaign(to, { hours, data, delayMs: 100 * second, jitterMs: 60 * second })
      await set.sender.start()
      await runUntilOver(clock, set, campaign.id)
      expect(await set.states(campaign.id)).toEqual({ sent: 24 })
      expect(transport.sends.length).toBeGreaterThan(24)
      const outside = transport.sends.filter(({ to: email, at }) => {
        const given = zoneOf(to.indexOf(email))
        const asked = given !== undefined && zones.includes(given) ? given : zone
        return !isOpen(span, asked, at) && !isOpen(span, asked, at - grace)
      })
      expect(outside).toEqual([])
      await set.sender.stop()
    })
  })
}
