import { systemClock } from '@sillage/core'
import { expect, onTestFinished, test } from 'vitest'
import { openIdleProxy } from '../../../packages/core/test/http/proxy/idle-proxy.ts'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import { demoForTest } from './demo-for-test.ts'
import { asPerson, managerPage } from './manager-page.ts'

const RECIPIENTS = 30
const browser = browserForTests()

test.each([
  ['a proxy', true],
  ['a proxy that knows no WebSocket', false],
])(
  'a page behind %s shows the end of a campaign, though its connection is cut again and again',
  async (_what, upgrades) => {
    const { demo, call } = await demoForTest()
    const proxy = await openIdleProxy({ target: demo.url, idleMs: 60_000, clock: systemClock, upgrades })
    onTestFinished(proxy.close)
    const list = Array.from({ length: RECIPIENTS }, (_, n) => ({ email: `reader-${n}@quai.example` }))
    const content = { name: 'Longue route', subject: 'x', html: '<p>x</p>', recipients: list, delayMs: 100 }
    const { json: campaign } = await call('POST', 'createCampaign', { body: { ...content, start: false } })

    const page = await browser().newPage(asPerson)
    onTestFinished(() => page.close())
    // A handshake that came through as a plain request is answered by a stream, too, which the browser drops; the
    // page's own comes by `fetch`.
    const connected = upgrades
      ? page.waitForEvent('websocket')
      : page.waitForResponse((response) => response.url().endsWith('/api/live'))
    await page.goto(`${proxy.url}/?lang=en`)
    await connected
    await page.evaluate(() => Object.assign(globalThis, { loadedOnce: true }))
    await managerPage(page, 'en').row(content.name).waitFor()
    const listening = (count: number) =>
      expect.poll(() => demo.sillage.metrics().live.subscribers, { interval: 5 }).toBe(count)
    await listening(1)
    const control = async (action: string) => {
      const { status } = await call('POST', 'controlCampaign', { params: { id: campaign.id, action } })
      expect(status).toBe(200)
    }
    await control('start')
    // Paused, it cannot end before the last cut, however slow the machine.
    await control('pause')
    for (let cut = 0; cut < 2; cut++) {
      proxy.cutAll()
      await listening(0)
      await listening(1)
    }
    await control('resume')
    await managerPage(page, 'en').completed(content.name).waitFor({ timeout: 20_000 })
    expect(await page.evaluate(() => 'loadedOnce' in globalThis)).toBe(true)
  },
  60_000,
)
