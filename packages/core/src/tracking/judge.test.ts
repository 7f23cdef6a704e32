import { describe, expect, it } from 'vitest'
import type { HitContext, NewEvent } from '../store/port/event-store.ts'
import type { EventRecord, MessageRecord } from '../store/port/records.ts'
import { unsetConsentDefault } from './consent.ts'
import { createJudge } from './judge.ts'
import { rulesOption, thresholdsWith } from './rules/thresholds.ts'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'
const YAHOO = 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'
const SENT = Date.UTC(2026, 10, 20, 9)
const MINUTE = 60_000

const judge = createJudge({ thresholds: thresholdsWith(), unsetConsent: { ...unsetConsentDefault } })
const message = (more: Partial<MessageRecord> = {}) =>
  ({ id: 1, campaignId: 1, sentAt: SENT, consent: null, ...more }) as MessageRecord

interface Request extends Partial<NewEvent> {
  type: NewEvent['type']
  at: number
}
const hit = (request: Request): NewEvent => ({
  messageId: 1,
  campaignId: null,
  linkId: null,
  ip: '203.0.113.9',
  userAgent: CHROME,
  head: false,
  prefetch: false,
  durationMs: null,
  count: 1,
  detail: null,
  ...request,
})

/**
 * Judges a sequence of requests as the store would: each with those before it, earlier verdicts changed as the judge
 * says.
 */
function play(requests: Request[], context: Partial<HitContext> = {}): EventRecord[] {
  const events: EventRecord[] = []
  for (const [index, request] of requests.entries()) {
    const event = hit(request)
    const { verdict, reasons, rulesVersion, remark, drop } = judge(event, {
      message: message(),
      recent: events,
      ...context,
    })
    for (const change of remark) {
      const earlier = events.find((known) => known.id === change.eventId)
      if (earlier !== undefined) Object.assign(earlier, { verdict: change.verdict, reasons: change.reasons })
    }
    if (!drop)
      events.push({
        ...event,
        id: index + 1,
        campaignId: 1,
        verdict,
        reasons,
        rulesVersion,
        implied: false,
      } as EventRecord)
  }
  return events
}
const verdictsOf = (events: EventRecord[]) => events.map((event) => event.verdict)

describe('a flood', () => {
  it('merged from too many kinds is a scanner’s, whatever else it shows, and stays so when judged again', () => {
    const flood = { type: 'click', linkId: 1, at: SENT + MINUTE, detail: { flood: true } } as const
    const [event] = play([flood])
    expect([event?.verdict, event?.reasons]).toEqual(['scanner', ['flood']])
  })
})

describe('people', () => {
  it.each([
    ['an open in a browser', [{ type: 'open', at: SENT + MINUTE }], ['human']],
    [
      'a reader who opens and clicks twice quickly',
      [
        { type: 'open', at: SENT + MINUTE },
        { type: 'click', linkId: 1, at: SENT + MINUTE + 3_000 },
        { type: 'click', linkId: 2, at: SENT + MINUTE + 6_000 },
      ],
      ['human', 'human', 'human'],
    ],
    [
      'one link clicked five times',
      [1, 2, 3, 4, 5].map((n) => ({ type: 'click' as const, linkId: 1, at: SENT + MINUTE + n * 500 })),
      Array(5).fill('human'),
    ],
    [
      'three links in half a minute',
      [1, 2, 3].map((n) => ({ type: 'click' as const, linkId: n, at: SENT + n * 10_001 })),
      Array(3).fill('human'),
    ],
    [
      'opened at home by proxy, clicked at work',
      [
        { type: 'open', at: SENT + MINUTE, userAgent: GMAIL, ip: '66.249.93.1' },
        { type: 'click', linkId: 1, at: SENT + 2 * MINUTE, ip: '198.51.100.4' },
        { type: 'open', at: SENT + 2 * MINUTE + 1_000, userAgent: GMAIL, ip: '66.102.9.2' },
      ],
      ['proxy', 'human', 'proxy'],
    ],
    [
      'a phone that changes from Wi-Fi to mobile',
      [
        { type: 'open', at: SENT + MINUTE, userAgent: IPHONE, ip: '203.0.113.9' },
        { type: 'click', linkId: 1, at: SENT + MINUTE + 20_000, userAgent: IPHONE, ip: '198.51.100.7' },
      ],
      ['human', 'human'],
    ],
    [
      'behind a corporate proxy without User-Agent',
      [{ type: 'click', linkId: 1, at: SENT + MINUTE, userAgent: null }],
      ['unknown'],
    ],
  ] as [string, Request[], string[]][])('%s', (_name, requests, expected) => {
    expect(verdictsOf(play(requests))).toEqual(expected)
  })

  it('clears the suspicion of a click when an unsubscription follows', () => {
    const events = play([
      { type: 'click', linkId: 1, at: SENT + MINUTE },
      { type: 'view', at: SENT + MINUTE + 20_000, detail: { page: 'unsubscribe' } },
      { type: 'unsubscribe', at: SENT + MINUTE + 25_000 },
    ])
    expect(verdictsOf(events)).toEqual(['human', 'human', 'human'])
    expect(events[0]?.reasons).toEqual(['unsubscribed'])
  })
})

describe('proxies and prefetchers', () => {
  it.each([
    ['Gmail', GMAIL, 'proxy'],
    ['Yahoo', YAHOO, 'proxy'],
    ['Apple Mail Privacy Protection', 'Mozilla/5.0', 'prefetch'],
    [
      'Gmail prefetch',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
      'prefetch',
    ],
    ['a declared bot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'scanner'],
    ['a script', 'python-requests/2.32', 'scanner'],
    ['Barracuda', 'Barracuda Sentinel (EE)', 'scanner'],
    ['Outlook on a desktop', 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)', 'human'],
  ])('%s', (_name, userAgent, verdict) => {
    expect(verdictsOf(play([{ type: 'open', at: SENT + MINUTE, userAgent }]))).toEqual([verdict])
  })

  it('counts HEAD and prefetch headers as machines', () => {
    expect(verdictsOf(play([{ type: 'open', at: SENT + MINUTE, head: true }]))).toEqual(['scanner'])
    expect(verdictsOf(play([{ type: 'click', linkId: 1, at: SENT + MINUTE, prefetch: true }]))).toEqual(['prefetch'])
  })
})

describe('scanners that look like browsers', () => {
  it('finds a burst and marks the hits before it, the open included', () => {
    const events = play([
      { type: 'open', at: SENT + MINUTE },
      { type: 'click', linkId: 1, at: SENT + MINUTE + 500 },
      { type: 'click', linkId: 2, at: SENT + MINUTE + 900 },
      { type: 'click', linkId: 3, at: SENT + MINUTE + 1_400 },
      { type: 'click', linkId: 4, at: SENT + MINUTE + 1_900 },
    ])
    expect(verdictsOf(events)).toEqual(Array(5).fill('scanner'))
    expect(events.every((event) => event.reasons[0] === 'burst')).toBe(true)
  })

  it('does not mark another reader of the same mail', () => {
    const events = play([
      { type: 'click', linkId: 9, at: SENT + MINUTE, ip: '198.51.100.4', userAgent: IPHONE },
      ...[1, 2, 3].map((n) => ({ type: 'click' as const, linkId: n, at: SENT + MINUTE + n * 300 })),
    ])
    expect(verdictsOf(events)).toEqual(['human', 'scanner', 'scanner', 'scanner'])
  })

  it('finds whoever follows the unsubscribe link and a content link together', () => {
    const events = play([
      { type: 'view', at: SENT + MINUTE, detail: { page: 'unsubscribe' } },
      { type: 'click', linkId: 1, at: SENT + MINUTE + 700 },
    ])
    expect(events[1]).toMatchObject({ verdict: 'scanner', reasons: ['unsubscribe_pair'] })
  })

  it('finds one mail followed from three networks', () => {
    const events = play(
      ['192.0.2.1', '198.51.100.1', '203.0.113.1'].map((ip, n) => ({
        type: 'click',
        linkId: 1,
        ip,
        at: SENT + MINUTE + n * 10_000,
      })),
    )
    expect(verdictsOf(events)).toEqual(['scanner', 'scanner', 'scanner'])
  })

  it.each<[string, Partial<NewEvent>, string]>([
    ['Gmail’s image proxy', { userAgent: GMAIL }, 'proxy'],
    ['a fetch ahead', { prefetch: true }, 'prefetch'],
  ])('does not count the network of %s, which is not the person’s', (_, machine, verdict) => {
    const at = SENT + MINUTE
    const events = play([
      { type: 'open', ip: '192.0.2.1', at, ...machine },
      { type: 'open', ip: '198.51.100.1', at: at + 5_000, ...machine },
      { type: 'click', linkId: 1, ip: '203.0.113.1', at: at + 10_000 },
    ])
    expect(verdictsOf(events)).toEqual([verdict, verdict, 'human'])
  })
})

describe('weak signs and the host', () => {
  it('is not sure of a hit right after delivery', () => {
    expect(play([{ type: 'click', linkId: 1, at: SENT + 1_500 }])[0]).toMatchObject({
      verdict: 'unknown',
      reasons: ['early'],
    })
  })

  it.each<[string, 'count' | 'leave-out', verdict: string, reasons: string[], hit: Partial<NewEvent>]>([
    ['an open', 'count', 'unknown', ['early'], { type: 'open' }],
    ['an open', 'leave-out', 'prefetch', ['early'], { type: 'open' }],
    ['a click', 'leave-out', 'scanner', ['early'], { type: 'click' }],
    ['a proxy’s open', 'count', 'proxy', ['gmail_proxy', 'early'], { type: 'open', userAgent: GMAIL }],
    ['a proxy’s open', 'leave-out', 'prefetch', ['gmail_proxy', 'early'], { type: 'open', userAgent: GMAIL }],
    ['a proxy’s click', 'leave-out', 'proxy', ['gmail_proxy'], { type: 'click', userAgent: GMAIL }],
    ['a machine’s open', 'leave-out', 'scanner', ['head'], { type: 'open', head: true }],
    ['an open without a User-Agent', 'count', 'unknown', ['no_user_agent', 'early'], { type: 'open', userAgent: null }],
    ['a view', 'leave-out', 'unknown', ['early'], { type: 'view' }],
    ['a read', 'leave-out', 'unknown', ['early'], { type: 'read', durationMs: 900 }],
    ['an unsubscription', 'leave-out', 'human', [], { type: 'unsubscribe' }],
  ])('%s that is early, by `%s`, is judged %s', (_, earlyHits, verdict, reasons, more) => {
    const unsetConsent = { opens: true, clicks: true, readTime: true }
    const own = createJudge({ thresholds: thresholdsWith({ earlyHits }), unsetConsent })
    const judged = (at: number, about: Partial<MessageRecord> = {}) =>
      own(hit({ type: 'open', at, ...more }), { message: message(about), recent: [] })
    for (const now of [judged(SENT + 1_999), judged(SENT - 1), judged(SENT, { sentAt: null, state: 'sending' })])
      expect([now.verdict, now.reasons]).toEqual([verdict, reasons])
    for (const later of [judged(SENT + 2_000), judged(SENT, { sentAt: null, state: 'unknown' })])
      expect(later.reasons).not.toContain('early')
  })

  it('knows who is behind the host’s own networks, whatever they say of themselves', () => {
    const networks = { office: 'human', gateway: 'scanner' } as const
    const own = createJudge({ thresholds: thresholdsWith(), unsetConsent: { ...unsetConsentDefault }, networks })
    const judged = (more: Partial<NewEvent>) =>
      own(hit({ type: 'open', at: SENT + MINUTE, ...more }), { message: message(), recent: [] })
    expect(judged({ detail: { network: 'gateway' } })).toMatchObject({ verdict: 'scanner', reasons: ['network'] })
    expect(judged({ detail: { network: 'office' }, userAgent: 'curl/8.5.0' })).toMatchObject({ verdict: 'human' })
    expect(judged({ detail: { network: 'office' }, head: true })).toMatchObject({
      verdict: 'scanner',
      reasons: ['head'],
    })
    for (const network of ['toString', 'gone', 5]) expect(judged({ detail: { network } }).reasons).toEqual([])
    expect(own.rules?.networks).toEqual(networks)
  })

  it('gives the host the last word', () => {
    const own = createJudge({
      thresholds: thresholdsWith(),
      unsetConsent: { ...unsetConsentDefault },
      classify: (event, verdict) => (event.ip === '10.0.0.1' ? 'scanner' : verdict),
    })
    expect(
      own(hit({ type: 'open', at: SENT + MINUTE, ip: '10.0.0.1' }), { message: message(), recent: [] }),
    ).toMatchObject({ verdict: 'scanner', reasons: ['host'] })
  })

  it('stores nothing that a recipient refused', () => {
    const refused = { message: message({ consent: { opens: false } }) }
    expect(play([{ type: 'open', at: SENT + MINUTE }], refused)).toEqual([])
    expect(play([{ type: 'click', linkId: 1, at: SENT + MINUTE }], refused)).toHaveLength(1)
    expect(play([{ type: 'read', at: SENT + MINUTE, durationMs: 5 }])).toEqual([])
  })

  it('checks thresholds', () => {
    for (const burstLinks of [-1, 1, 2.5])
      expect(() => rulesOption({ burstLinks }, 'rules')).toThrow(
        'rules.burstLinks: expected a whole number from 2, got',
      )
    expect(() => rulesOption({ earlyMs: -1 }, 'rules')).toThrow(
      'rules.earlyMs: expected a number of milliseconds from 0',
    )
    expect(() => rulesOption({ burst: 1 }, 'rules')).toThrow(/^rules.burst: expected one of burstLinks/)
    expect(thresholdsWith({ burstLinks: undefined } as object)).toEqual(thresholdsWith())
  })
})
