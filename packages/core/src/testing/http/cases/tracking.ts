import assert from 'node:assert/strict'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { person, sendOne, tokensOf } from './fixtures.ts'

const group = 'tracking'
const FORGED = '0'.repeat(26)

async function figures(mounted: MountedSillage, id: string) {
  return (await mounted.request('getStats', { params: { id } })).json() as never as {
    opens: { total: number; unique: number; machine: number; early: number; tracked: number }
    clicks: { total: number; unique: number; machine: number; early: number; tracked: number }
    openRate: number
    clickRate: number
    unsubscribes: number
    links: { url: string; total: number; unique: number }[]
  }
}

export const trackingCases: readonly AdapterCase[] = [
  {
    group,
    name: 'the pixel is always 200 and the same 43 bytes, and a genuine one is counted',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const answers = []
      for (const token of [
        tokens.pixel,
        tokens.pixel.toUpperCase(),
        FORGED,
        'x',
        tokens.unsubscribe,
        `${tokens.pixel}.`,
      ]) {
        answers.push(await mounted.request('pixel', { params: { token }, headers: person }))
      }
      for (const answer of answers) {
        assert.deepEqual(
          [answer.status, answer.headers.get('content-type'), answer.headers.get('content-length')],
          [200, 'image/gif', '43'],
        )
        assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
        assert.deepEqual([answer.headers.get('set-cookie'), answer.headers.get('etag')], [null, null])
        assert.equal(answer.text, answers[0]?.text)
      }
      const { early: _, ...opens } = (await figures(mounted, id)).opens
      assert.deepEqual(opens, { total: 3, unique: 1, machine: 0, tracked: 1 })
    },
  },
  {
    group,
    name: 'a click goes to the exact destination and is counted with its link; it proves an open',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const answer = await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })
      assert.deepEqual([answer.status, answer.headers.get('location')], [302, 'https://shop.example/a?x=1&y=2#top'])
      assert.deepEqual(
        [answer.headers.get('cache-control'), answer.headers.get('referrer-policy')],
        ['no-store', 'no-referrer'],
      )
      const { opens, clicks, openRate, clickRate, links } = await figures(mounted, id)
      assert.deepEqual(
        [opens.total, opens.unique, clicks.total, clicks.unique, openRate, clickRate],
        [1, 1, 1, 1, 1, 1],
      )
      assert.deepEqual(
        links.map(({ url, total, unique }) => [url, total, unique]),
        [
          ['https://shop.example/a?x=1&y=2#top', 1, 1],
          ['https://shop.example/b', 0, 0],
        ],
      )
    },
  },
  {
    group,
    name: 'a hit is kept with its IP address and User-Agent',
    socket: true,
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      await mounted.request('pixel', {
        params: { token: tokens.pixel },
        headers: { ...person, 'x-forwarded-for': '198.51.100.1' },
      })
      const [message] = (await mounted.request('listMessages', { params: { id } })).json().items as unknown as {
        id: string
        status: string
        opens: number
      }[]
      assert.deepEqual([message?.status, message?.opens], ['opened', 1])
      const [event] = (await mounted.request('listEvents', { params: { id: message?.id ?? '' } })).json()
        .items as unknown as Record<string, unknown>[]
      assert.deepEqual([event?.type, event?.ip, event?.userAgent], ['open', '127.0.0.1', person['user-agent']])
    },
  },
  {
    group,
    name: 'HEAD answers the same headers and counts nothing',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const pixel = await mounted.request('pixel', { method: 'HEAD', params: { token: tokens.pixel }, headers: person })
      const click = await mounted.request('click', {
        method: 'HEAD',
        params: { token: tokens.clicks[0] ?? '' },
        headers: person,
      })
      assert.deepEqual([pixel.status, pixel.text, click.status, click.text], [200, '', 302, ''])
      const { opens, clicks } = await figures(mounted, id)
      assert.deepEqual([opens.total, opens.machine, clicks.total, clicks.machine], [0, 0, 0, 0])
    },
  },
  {
    group,
    name: 'an unknown link is a plain 404 that repeats nothing of the request',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      for (const token of [FORGED, 'evil<script>', tokens.pixel, tokens.unsubscribe, '%00', '%ff']) {
        const answer = await mounted.request('click', {
          params: { token },
          query: { url: 'https://evil.example/' },
          headers: person,
        })
        assert.ok([404, 400].includes(answer.status), `${token}: ${answer.status}`)
        assert.ok(!answer.text.includes('evil') && answer.headers.get('location') === null)
      }
    },
  },
  {
    group,
    name: 'GET shows the unsubscribe page and changes nothing; POST unsubscribes, again and again with 200',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const params = { token: tokens.unsubscribe }
      const shown = await mounted.request('showUnsubscribe', {
        params,
        headers: { ...person, 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' },
      })
      assert.equal(shown.status, 200)
      assert.ok(
        shown.text.includes('<html lang="fr">') &&
          shown.text.includes('method="post"') &&
          !shown.text.includes('<script'),
      )
      assert.equal((await figures(mounted, id)).unsubscribes, 0)
      const multipart = new FormData()
      multipart.set('List-Unsubscribe', 'One-Click')
      for (const body of [new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), multipart, undefined]) {
        const answer = await mounted.request('unsubscribe', {
          method: 'POST',
          params,
          ...(body === undefined ? {} : { body }),
        })
        assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [200, null])
      }
      assert.equal((await figures(mounted, id)).unsubscribes, 1)
      const list = (await mounted.request('listSuppressions')).json().items as unknown as {
        email: string
        reasons: { reason: string; source: string }[]
      }[]
      assert.deepEqual(
        list.map(({ email, reasons }) => [email, ...reasons.map(({ reason, source }) => [reason, source])]),
        [['ada@example.org', ['unsubscribe', 'one-click']]],
      )
      const wrong = await mounted.request('unsubscribe', { method: 'POST', params: { token: tokens.clicks[1] ?? '' } })
      assert.equal(wrong.status, 404)
    },
  },
  {
    group,
    name: 'the mail as a web page is sandboxed and not an open; after deletion it is 410 and links still redirect',
    async run({ start }) {
      const mounted = await start()
      const { id, tokens } = await sendOne(mounted)
      const page = await mounted.request('view', { params: { token: tokens.view }, headers: person })
      assert.equal(page.status, 200)
      assert.match(page.headers.get('content-security-policy') ?? '', /^sandbox/)
      assert.ok(
        page.text.includes('Hello Ada') && page.text.includes('/track/click/') && !page.text.includes('/track/pixel/'),
      )
      assert.equal((await figures(mounted, id)).opens.total, 0)
      await mounted.request('deleteCampaign', { method: 'DELETE', params: { id } })
      assert.equal((await mounted.request('view', { params: { token: tokens.view }, headers: person })).status, 410)
      const click = await mounted.request('click', { params: { token: tokens.clicks[1] ?? '' }, headers: person })
      assert.deepEqual([click.status, click.headers.get('location')], [302, 'https://shop.example/b'])
      assert.equal((await mounted.request('pixel', { params: { token: tokens.pixel }, headers: person })).status, 200)
    },
  },
  {
    group,
    name: 'a personalised link is rendered from the recipient’s data when it is clicked',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted, {
        html: '<a href="https://shop.example/?who={{name}}&amp;c={{company}}">x</a>',
        recipients: [{ email: 'a@example.org', name: 'Ada & Co', company: 'É' }],
      })
      const answer = await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })
      assert.equal(answer.headers.get('location'), 'https://shop.example/?who=Ada%20%26%20Co&c=%C3%89')
    },
  },
  {
    group,
    name: 'an aggregate campaign counts opens and clicks without knowing their recipients',
    async run({ start }) {
      const mounted = await start()
      const list = [{ email: 'a@example.org' }, { email: 'b@example.org' }]
      const { id, tokens } = await sendOne(mounted, { recipients: list, tracking: { aggregate: true } })
      assert.deepEqual(
        mounted.mails().map((mail) => tokensOf(mail).pixel),
        [tokens.pixel, tokens.pixel],
      )
      await mounted.request('pixel', { params: { token: tokens.pixel }, headers: person })
      const click = await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })
      assert.equal(click.headers.get('location'), 'https://shop.example/a?x=1&y=2#top')
      const { opens, clicks, links } = await figures(mounted, id)
      assert.deepEqual([opens.total, opens.unique, clicks.total, clicks.unique, links[0]?.total], [1, 0, 1, 0, 1])
      const rows = (await mounted.request('listMessages', { params: { id } })).json().items as unknown as {
        opens: number
      }[]
      assert.deepEqual(
        rows.map((row) => row.opens),
        [0, 0],
      )
    },
  },
  {
    group,
    name: 'the pages of a test mail say that it was one and change nothing',
    async run({ start }) {
      const mounted = await start()
      const html = '<a href="{{unsubscribeUrl}}">u</a> <a href="{{preferencesUrl}}">p</a> <a href="{{viewUrl}}">v</a>'
      await mounted.request('sendTest', { method: 'POST', body: { to: 'me@example.org', subject: 'Try', html } })
      const tokens = tokensOf(mounted.mails()[0] ?? '')
      for (const [route, token] of [
        ['showUnsubscribe', tokens.unsubscribe],
        ['showPreferences', tokens.preferences],
        ['view', tokens.view],
      ] as const) {
        const answer = await mounted.request(route, {
          params: { token },
          headers: { ...person, 'accept-language': 'en' },
        })
        assert.deepEqual([answer.status, answer.text.includes('This was a test')], [200, true], route)
      }
      assert.equal(
        (await mounted.request('unsubscribe', { method: 'POST', params: { token: tokens.unsubscribe } })).status,
        200,
      )
      assert.deepEqual((await mounted.request('listSuppressions')).json().items, [])
    },
  },
  {
    group,
    name: 'a source that tries many tokens gets no pages any more, and genuine tokens still work for it',
    async run({ start }) {
      const mounted = await start()
      const { tokens } = await sendOne(mounted)
      const statuses = new Set<number>()
      // 300 are answered in a minute, and another may begin meanwhile.
      for (let n = 0; n < 610 && !statuses.has(429); n++)
        statuses.add((await mounted.request('click', { params: { token: FORGED }, headers: person })).status)
      assert.deepEqual([...statuses], [404, 429])
      assert.equal(
        (await mounted.request('click', { params: { token: tokens.clicks[0] ?? '' }, headers: person })).status,
        302,
      )
      assert.equal((await mounted.request('pixel', { params: { token: FORGED }, headers: person })).status, 200)
    },
  },
]
