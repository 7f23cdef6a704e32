import assert from 'node:assert/strict'
import type { NewEvent } from '../../../store/port/event-store.ts'
import { unsetConsentDefault } from '../../../tracking/consent.ts'
import { createJudge } from '../../../tracking/judge.ts'
import { lookBack, thresholdsWith } from '../../../tracking/rules/thresholds.ts'
import { assertExact, at, head, sent } from '../fixtures.ts'
import { caseGroup, type StoreCase, type StoreHarness } from '../harness.ts'

const reports = caseGroup('reports')

const thresholds = thresholdsWith()
const judge = createJudge({ thresholds, unsetConsent: { ...unsetConsentDefault } })
const lookBackMs = lookBack(thresholds)

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const CHROME = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/142.0.0.0 Safari/537.36`
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
const GMAIL = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'
const AHEAD = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0`

/** Addresses of documentation, one for each network. */
const network = (number: number): string => `198.18.${number}.7`
const READER = network(1)

/** One request: seconds after delivery, what it asks for (a link by its number), and how it differs from a reader's. */
type Request = [seconds: number, what: 'open' | 'unsubscribe page' | number, more?: Partial<NewEvent>]

interface Report {
  /** What somebody reported, and where. */
  name: string
  requests: readonly Request[]
  /** Total, unique and of machines; HEAD is stored and counts as neither. */
  opens: [number, number, number]
  clicks: [number, number, number]
}

const gateway = (number: number, more: Partial<NewEvent> = {}) => ({ ip: network(number), userAgent: CHROME, ...more })
const byHead = (number: number, userAgent = CHROME) => gateway(number, { head: true, userAgent })
const everyLink = (from: number, more: Partial<NewEvent>) => [1, 2, 3, 4].map((link): Request => [from, link, more])

/** Requests of a reader come from one network by Firefox, unless they say otherwise. */
const all: readonly Report[] = [
  {
    name: 'a reader opens, comes back and follows two links',
    requests: [
      [60, 'open'],
      [75, 1],
      [4_000, 'open'],
      [4_010, 2],
    ],
    opens: [2, 1, 0],
    clicks: [2, 1, 0],
  },
  {
    name: 'a gateway follows every link in three seconds, from one network (Paminga)',
    requests: [...everyLink(30, gateway(9)), [600, 'open'], [610, 1]],
    opens: [1, 1, 0],
    clicks: [1, 1, 4],
  },
  {
    name: 'a gateway loads the image after 9 s and follows all links after 33 s (Act-On)',
    requests: [[9, 'open', gateway(9)], ...everyLink(33, gateway(9)), [600, 'open'], [610, 2]],
    opens: [1, 1, 1],
    clicks: [1, 1, 4],
  },
  {
    name: 'a reader clicks, and the gateway checks the link at that moment from two networks (Safe Links)',
    requests: [
      [60, 'open'],
      [80, 1, gateway(40)],
      [80.4, 1, gateway(52)],
      [81.9, 1],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 2],
  },
  {
    name: 'the same by HEAD, before the click (nextauthjs/next-auth 1840)',
    requests: [
      [60, 'open'],
      [70, 1, byHead(40)],
      [70, 1, byHead(52)],
      [70.5, 1],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 0],
  },
  {
    name: 'by HEAD with the reader’s own program, from networks that are not the reader’s',
    requests: [
      [70, 1, byHead(40, FIREFOX)],
      [70, 1, byHead(52, FIREFOX)],
      [70.5, 1],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 0],
  },
  {
    name: 'three networks by the program of the reader, who had the mail open before they came',
    requests: [
      [60, 'open', { userAgent: CHROME }],
      [80, 1, gateway(40)],
      [84, 2, gateway(52)],
      [88, 1, gateway(53)],
      [95, 1, { userAgent: CHROME }],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 3],
  },
  {
    name: 'a gateway asks for every link by HEAD at delivery, and the reader comes later',
    requests: [...everyLink(1, byHead(9)), [90, 'open'], [100, 3]],
    opens: [1, 1, 0],
    clicks: [1, 1, 0],
  },
  {
    name: 'one program in three networks within 30 s (mautic/mautic 16263)',
    requests: [
      [20, 1, gateway(2)],
      [32, 1, gateway(3)],
      [45, 2, gateway(4)],
    ],
    opens: [0, 0, 0],
    clicks: [0, 0, 3],
  },
  {
    name: 'three networks at the same moment by three programs',
    requests: [
      [20, 1, gateway(2)],
      [20.5, 1, gateway(3, { userAgent: PHONE })],
      [21, 2, gateway(4, { userAgent: FIREFOX })],
    ],
    opens: [0, 0, 0],
    clicks: [0, 0, 3],
  },
  {
    name: 'whoever follows the unsubscribe link and another one follows everything',
    requests: [
      [40, 'unsubscribe page', gateway(9)],
      [45, 1, gateway(9)],
      [900, 'open'],
    ],
    opens: [1, 1, 0],
    clicks: [0, 0, 1],
  },
  {
    name: 'a link passed on in a chat: three people with programs of their own, in two minutes',
    requests: [
      [60, 'open'],
      [70, 1],
      [100, 1, { ip: network(5), userAgent: PHONE }],
      [115, 1, { ip: network(6), userAgent: CHROME }],
      [120, 1, { ip: network(7), userAgent: CHROME }],
    ],
    opens: [1, 1, 0],
    clicks: [4, 1, 0],
  },
  {
    name: 'a previewer of a chat shows the link to its readers',
    requests: [
      [60, 'open'],
      [70, 1],
      [90, 1, { ip: network(5), userAgent: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' }],
      [91, 1, { ip: network(6), userAgent: 'WhatsApp/2.23.20.0' }],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 2],
  },
  {
    name: 'a phone leaves the Wi-Fi between the open and the click',
    requests: [
      [60, 'open', { userAgent: PHONE }],
      [63, 1, { ip: network(5), userAgent: PHONE }],
      [70, 2, { userAgent: PHONE }],
    ],
    opens: [1, 1, 0],
    clicks: [2, 1, 0],
  },
  {
    name: 'Gmail fetches at delivery, then for the reader, from wherever (mautic/mautic 10245)',
    requests: [
      [1, 'open', { ip: network(66), userAgent: AHEAD }],
      [500, 'open', { ip: network(67), userAgent: GMAIL }],
      [505, 'open', { ip: network(68), userAgent: GMAIL }],
      [510, 1],
    ],
    opens: [2, 1, 1],
    clicks: [1, 1, 0],
  },
  {
    name: 'Apple Mail fetches ahead, and the reader clicks',
    requests: [
      [20, 'open', { ip: network(17), userAgent: 'Mozilla/5.0' }],
      [21, 'open', { ip: network(18), userAgent: 'Mozilla/5.0' }],
      [400, 1, { userAgent: PHONE }],
    ],
    opens: [1, 1, 2],
    clicks: [1, 1, 0],
  },
  {
    name: 'new Outlook for Windows is a reader’s program',
    requests: [
      [60, 'open', { userAgent: `${CHROME} Edg/142.0.0.0 OneOutlook/1.2025.1110` }],
      [70, 1, { userAgent: `${CHROME} Edg/142.0.0.0 OneOutlook/1.2025.1110` }],
    ],
    opens: [1, 1, 0],
    clicks: [1, 1, 0],
  },
]

const figures = async (h: StoreHarness, campaignId: number) => {
  const { opens, clicks } = await head(h, campaignId)
  return { opens: [opens.total, opens.unique, opens.machine], clicks: [clicks.total, clicks.unique, clicks.machine] }
}

let recorders = 0

/** The requests of a report about one message, in groups of so many. */
async function play(h: StoreHarness, { requests }: Report, groupSize: number): Promise<number> {
  const { campaignId, ids, links } = await sent(h, 1, { links: [1, 2, 3, 4].map((n) => `https://shop.example/${n}`) })
  const hits = requests.map(
    ([seconds, what, more]): NewEvent => ({
      type: what === 'open' ? 'open' : what === 'unsubscribe page' ? 'view' : 'click',
      messageId: at(ids, 0),
      campaignId: null,
      linkId: typeof what === 'number' ? at(links, what - 1) : null,
      at: h.now + Math.round(seconds * 1_000),
      ip: READER,
      userAgent: FIREFOX,
      head: false,
      prefetch: false,
      durationMs: null,
      count: 1,
      detail: what === 'unsubscribe page' ? { page: 'unsubscribe' } : null,
      ...more,
    }),
  )
  recorders += 1
  const recorder = `reports-${recorders}`
  for (let start = 0; start < hits.length; start += groupSize) {
    const group = { recorder, sequence: start + 1, hits: hits.slice(start, start + groupSize), lookBackMs }
    await h.store.events.record({ ...group, withEvents: false }, judge)
  }
  return campaignId
}

export const reportCases: readonly StoreCase[] = all.map((report) =>
  reports(
    `${report.name}: the figures, however the hits are grouped, and again when they are judged anew`,
    async (h) => {
      const expected = { opens: report.opens, clicks: report.clicks }
      for (const groupSize of [1, 2, 100]) {
        const campaignId = await play(h, report, groupSize)
        assert.deepEqual(await figures(h, campaignId), expected)
        await h.store.events.reclassify(campaignId, lookBackMs, judge)
        assert.deepEqual(await figures(h, campaignId), expected)
        await assertExact(h.store, campaignId)
      }
    },
  ),
)
