import type { CampaignStats, MessageItem, Template } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { compare, type Report } from '../src/once/compare.ts'
import { type DeliveredMail, inMail } from '../src/once/delivered-mails.ts'
import { authoredDestinations, destinationFor, expectedFigures, faultsInMails } from '../src/once/expected-figures.ts'
import type { Visit } from '../src/once/open-and-click.ts'
import { readerOf } from '../src/once/readers.ts'
import type { SentCampaign } from '../src/once/send-campaign.ts'

const TRACK = 'http://localhost:1/sillage/track'
const SHOP = 'https://shop.example/?a=1&b={{code}}'
const NEWS = 'https://news.example/'
const visit = (email: string, opens: number, links: number[]): Visit => ({
  email,
  reader: readerOf(3),
  opens,
  clicks: links.length,
  readMs: undefined,
  followed: links.map((link) => ({ link, location: null, machine: false })),
})
const visits = [visit('a@x.example', 2, [0, 1]), visit('b@x.example', 0, [0]), visit('c@x.example', 0, [])]
const expected = expectedFigures(visits, [SHOP, NEWS])

test('finds in a delivered mail exactly what its reader can request', () => {
  const html = `<img src="${TRACK}/read/r"><!--[if mso]><v:rect href="${TRACK}/click/a"><![endif]--><a href="${TRACK}/click/b?x=1&amp;y=2">
    <a href="https://x.example/track/click/c"><a href="${TRACK}/unsubscribe/u"><img src="${TRACK}/pixel/p">`
  expect(inMail({ to: 'Noé <noe@pont.test>', html }, TRACK)).toEqual({
    email: 'noe@pont.test',
    pixels: [`${TRACK}/pixel/p`],
    readImages: [`${TRACK}/read/r`],
    links: [
      { url: `${TRACK}/click/a`, visible: false },
      { url: `${TRACK}/click/b?x=1&y=2`, visible: true },
    ],
  })
})

test('knows where the author’s links lead', () => {
  const html = `<a href="https://shop.example/?a=1&amp;b={{code}}"><a href="{{unsubscribeUrl}}"><a href="mailto:a@b.example">`
  expect(authoredDestinations({ html } as Template)).toEqual([SHOP])
  expect(destinationFor(SHOP, { data: { code: 'X-1' } })).toBe('https://shop.example/?a=1&b=X-1')
})

test('counts by the rules: a click proves one open', () => {
  expect(expected).toMatchObject({
    opens: { total: 3, unique: 2, machine: 0 },
    clicks: { total: 3, unique: 2, machine: 0 },
  })
  expect(Object.fromEntries(expected.links)).toEqual({
    [SHOP]: { total: 2, unique: 2 },
    [NEWS]: { total: 1, unique: 1 },
  })
  expect([...expected.messages.values()].map(({ status }) => status)).toEqual(['clicked', 'clicked', 'sent'])
})

test('never lets one recipient look like a burst', () => {
  for (let n = 0; n < 200; n++) expect(readerOf(n).clicks).toBeLessThan(3)
})

test('notices a mail that is missing, lacks a link, or shares one that should be its own', () => {
  const contacts = ['a@x.example', 'b@x.example'].map((email) => ({ email }) as SentCampaign['contacts'][number])
  const mail = (email: string, token: string): DeliveredMail => ({
    email,
    pixels: [`p${token}`],
    readImages: [],
    links: [{ url: `l${token}`, visible: true }],
  })
  expect(faultsInMails([mail('a@x.example', '1'), mail('b@x.example', '2')], contacts, [NEWS])).toEqual([])
  expect(faultsInMails([mail('a@x.example', '1')], contacts, [NEWS])).toHaveLength(2)
  expect(faultsInMails([mail('a@x.example', '1'), mail('b@x.example', '1')], contacts, [NEWS])).toEqual([
    'two mails share a pixel',
    'the mails to a@x.example and b@x.example share a link',
  ])
  expect(faultsInMails([mail('a@x.example', '1'), mail('b@x.example', '2')], contacts, [NEWS, SHOP])).toHaveLength(2)
})

const sent = {
  contacts: [{}, {}, {}],
  campaign: { startedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:01.000Z' },
  complete: { sent: 3 },
  progressFrames: 5,
} as SentCampaign

function report(change: (report: Report) => void = () => {}): Report {
  const opens = { total: 3, unique: 2, machine: 0, early: 0, tracked: 3 }
  const report = {
    stats: {
      campaign: { status: 'completed', total: 3 },
      sent: 3,
      failed: 0,
      unknown: 0,
      opens,
      clicks: { ...opens },
      readTime: null,
      openRate: 2 / 3,
      clickRate: 2 / 3,
      clickToOpenRate: 1,
      links: [
        { id: '1', url: SHOP, total: 1, unique: 1 },
        { id: '2', url: SHOP, total: 1, unique: 1 },
        { id: '3', url: NEWS, total: 1, unique: 1 },
      ],
    } as CampaignStats,
    messages: [...expected.messages].map(([email, figures]) => ({ email, ...figures }) as MessageItem),
    timeline: { bucket: 'hour', items: [{ at: '', sent: 3, opens: 3, clicks: 3 }] },
    events: [{ type: 'open', ip: '127.0.0.1', userAgent: visits[0]?.reader.userAgent }],
    opener: visits[0],
    live: { opens: { ...opens }, clicks: { ...opens } },
  } as Report
  change(report)
  return report
}
const wrong = (change?: (report: Report) => void) =>
  compare(sent, expected, report(change))
    .filter(({ agrees }) => !agrees)
    .map(({ figure }) => figure)

test('agrees when every figure is right', () => {
  expect(wrong()).toEqual([])
})

test.each<[string, (report: Report) => void]>([
  ['sent', ({ stats }) => void stats.sent--],
  ['opens, total', ({ stats }) => void stats.opens.total++],
  ['opens, unique', ({ stats }) => void stats.opens.unique--],
  ['opens by machines', ({ stats }) => void stats.opens.machine++],
  ['clicks, total', ({ stats }) => void stats.clicks.total--],
  [
    'click rate',
    ({ stats }) => {
      stats.clickRate = 0.5
    },
  ],
  [
    'clicks, told live',
    (report) => {
      report.live = undefined
    },
  ],
  [
    'readers measured',
    ({ stats }) => {
      stats.readTime = { meanMs: 1, medianMs: 1, measured: 1, coverage: 0.5 }
    },
  ],
  [
    'messages with their own figures',
    ({ messages }) => {
      messages[1]!.clicks = 2
    },
  ],
  ['messages with their own figures', ({ messages }) => void messages.pop()],
  [`link ${NEWS}`, ({ stats }) => void stats.links.pop()],
  [
    'link https://other.example/',
    ({ stats }) => {
      stats.links[2]!.url = 'https://other.example/'
    },
  ],
  [
    'opens over time',
    ({ timeline }) => {
      timeline.items[0]!.opens = 2
    },
  ],
  [
    'address of an opener',
    ({ events }) => {
      events[0]!.ip = '127.0.0.0'
    },
  ],
])('notices when "%s" is wrong', (figure, change) => {
  expect(wrong(change)).toContain(figure)
})
