import type { Campaign, CampaignProgress } from '@sillage/core/browser'
import { expect, test } from 'vitest'
import { demoForTest } from './demo-for-test.ts'

const RECIPIENTS = 200
const DELAY_MS = 20
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const DESTINATION = 'https://shop.example/é?a=1&b=%20two&c[]=3#part'
const LOCATION = 'https://shop.example/%C3%A9?a=1&b=%20two&c[]=3#part'
const HTML = `<html><body><p>Bonjour {{name}}</p>
<a href="https://shop.example/é?a=1&amp;b=%20two&amp;c[]=3#part">Boutique</a> <a href="https://blog.example/">Journal</a>
<a href="{{unsubscribeUrl}}">Se désinscrire</a></body></html>`

const list = Array.from({ length: RECIPIENTS }, (_, n) => ({
  email: `reader-${n}@${n % 2 === 0 ? 'quai.example' : 'pont.test'}`,
  name: `Lecteur ${n}`,
  company: `Maison ${n % 7}`,
}))

test.each(['en', 'fr'] as const)(
  'one campaign from POST to DELETE, with %s names',
  async (names) => {
    const { api, call, live: connect, mails: readMails } = await demoForTest({ names })
    const { campaign_progress, campaign_complete, campaign_stats } = api.names.events
    expect(api.names.paths.createCampaign).toBe(names === 'fr' ? '/api/campagnes' : '/api/campaigns')
    const live = await connect()

    const answer = await call('POST', 'createCampaign', {
      body: { name: 'Deux cents', subject: 'Bonjour {{name}}', html: HTML, recipients: list, delayMs: DELAY_MS },
    })
    expect(answer.status).toBe(201)
    const { id } = answer.json as Campaign
    expect(answer.json).toMatchObject({ name: 'Deux cents', total: RECIPIENTS, delayMs: DELAY_MS })

    const last = (await live.until(({ event }) => event === campaign_complete, 20_000, campaign_complete)).data
    const counts = { campaignId: id, total: RECIPIENTS, queued: 0, sent: RECIPIENTS, failed: 0, skipped: 0, unknown: 0 }
    expect(last).toMatchObject({ ...counts, status: 'completed' })
    const progress = live.frames
      .filter(({ event }) => event === campaign_progress)
      .map(({ data }) => data as CampaignProgress)
    const sentSoFar = progress.map(({ sent }) => sent)
    expect(sentSoFar.length).toBeGreaterThan(5)
    expect(sentSoFar).toEqual([...sentSoFar].sort((a, b) => a - b))

    const campaign = await api.campaigns.get(id)
    const tookMs = Date.parse(campaign.finishedAt ?? '') - Date.parse(campaign.startedAt ?? '')
    expect(tookMs).toBeGreaterThanOrEqual((RECIPIENTS - 1) * DELAY_MS)

    const mails = await readMails()
    expect(new Set(mails.map(({ email }) => email))).toEqual(new Set(list.map(({ email }) => email)))
    expect(new Set(mails.flatMap(({ pixels }) => pixels)).size).toBe(RECIPIENTS)
    expect(new Set(mails.flatMap(({ links }) => links.map(({ url }) => url))).size).toBe(2 * RECIPIENTS)

    const headers = { 'user-agent': BROWSER }
    const [first, second, third] = mails
    const [pixel = ''] = first?.pixels ?? []
    const shown = await fetch(pixel, { headers })
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/gif'])
    await fetch(pixel, { headers })
    await fetch(second?.pixels[0] ?? '', { headers })
    await fetch(third?.pixels[0] ?? '', { headers, method: 'HEAD' })
    const clicked = await fetch(first?.links[0]?.url ?? '', { headers, redirect: 'manual' })
    expect(clicked.headers.get('location')).toBe(LOCATION)
    await fetch(third?.links[1]?.url ?? '', { headers, redirect: 'manual' })

    const told = await live.until(
      ({ event, data }) => event === campaign_stats && 'clicks' in data && data.clicks.total === 2,
      5000,
      'figures of both clicks',
    )
    expect(told.data).toMatchObject({ campaignId: id, openRate: 3 / RECIPIENTS, clickRate: 2 / RECIPIENTS })
    const stats = await api.campaigns.stats(id)
    expect(stats).toMatchObject({
      sent: RECIPIENTS,
      // Two by the first, one by the second, one that the third's click proves.
      opens: { total: 4, unique: 3, machine: 0, tracked: RECIPIENTS },
      clicks: { total: 2, unique: 2, machine: 0, tracked: RECIPIENTS },
      openRate: 3 / RECIPIENTS,
      clickRate: 2 / RECIPIENTS,
      clickToOpenRate: 2 / 3,
    })
    expect(stats.links.map(({ url, total, unique }) => ({ url, total, unique }))).toEqual([
      { url: DESTINATION, total: 1, unique: 1 },
      { url: 'https://blog.example/', total: 1, unique: 1 },
    ])

    const opened = await api.messages.list({ campaignId: id, status: 'opened' })
    const figures = Object.fromEntries(
      opened.items.map(({ email, opens, clicks, status }) => [email, { opens, clicks, status }]),
    )
    expect(figures).toEqual({
      [first?.email ?? '']: { opens: 2, clicks: 1, status: 'clicked' },
      [second?.email ?? '']: { opens: 1, clicks: 0, status: 'opened' },
      [third?.email ?? '']: { opens: 1, clicks: 1, status: 'clicked' },
    })
    const message = opened.items.find(({ email }) => email === first?.email)
    const events = await api.messages.events(message?.id ?? '')
    expect(events.items.map(({ type }) => type).sort()).toEqual(['click', 'open', 'open'])
    for (const event of events.items) expect(event).toMatchObject({ ip: '127.0.0.1', userAgent: BROWSER })
    expect(events.items.find(({ type }) => type === 'click')?.url).toBe(DESTINATION)

    expect((await call('DELETE', 'deleteCampaign', { params: { id } })).status).toBe(204)
    for (const route of ['getCampaign', 'getStats', 'listMessages'] as const)
      expect((await call('GET', route, { params: { id } })).status).toBe(404)
    expect((await call('GET', 'listEvents', { params: { id: message?.id ?? '' } })).status).toBe(404)
    const still = await fetch(second?.links[0]?.url ?? '', { headers, redirect: 'manual' })
    expect(still.headers.get('location')).toBe(LOCATION)
    expect((await fetch(pixel, { headers })).status).toBe(200)
  },
  40_000,
)
