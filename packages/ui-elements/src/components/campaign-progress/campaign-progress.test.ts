import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, axe, mount, one, said, settled, until } from '../../../test/support/mount.ts'

const sending = campaign({ status: 'sending', queued: 1000, sent: 990, failed: 10, opened: 99, finishedAt: null })

async function open(part = sending) {
  const server = createFakeServer()
  server.state.campaigns = [part]
  const element = await mount('campaign-progress', server.context(), { 'campaign-id': '1' })
  await until(() => all('.wake i').length > 0)
  return { server, element }
}

test('while sending it is a progress bar with counts, pace and time left, updated by frames', async () => {
  const { server } = await open()
  await until(() => server.state.sockets.open.size === 1)
  const bar = one('[role=progressbar]')
  expect(bar.getAttribute('aria-valuenow')).toBe('50')
  const counts = { campaignId: '1', status: 'sending', total: 2000, skipped: 0, unknown: 0 } as const
  server.push('campaign_progress', {
    ...counts,
    queued: 500,
    sent: 1490,
    failed: 10,
    ratePerSecond: 4.25,
    etaSeconds: 118,
  })
  await settled()
  expect(one('[role=progressbar]')).toBe(bar)
  expect(bar.getAttribute('aria-valuetext')).toBe('1,500 of 2,000')
  expect(said().replaceAll('\u00a0', ' ')).toContain('1,500 of 2,000 · 4.3 / s · 1 min 58 s left')
  expect(await axe()).toEqual([])
})

test('when it is over, it is a picture of what became of the mails', async () => {
  await open(campaign({ opened: 991, clicked: 198 }))
  expect(all('[role=progressbar]')).toEqual([])
  expect(one('.wake').getAttribute('aria-label')).toContain('1,982 sent, 991 opened, 198 clicked, 18 failed')
  expect(said()).toContain('50% opened · 10% clicked · 18 failures')
})

test('a frame that completes it ends the bar without another request', async () => {
  const { server } = await open()
  await until(() => server.state.sockets.open.size === 1)
  const counts = { campaignId: '1', total: 2000, queued: 0, sent: 1990, failed: 10, skipped: 0, unknown: 0 } as const
  server.push('campaign_complete', { ...counts, status: 'completed', ratePerSecond: 0, etaSeconds: 0 })
  await until(() => all('[role=progressbar]').length === 0)
  expect(server.asked('getStats')).toHaveLength(1)
})

test('a campaign that is gone is reported as text', async () => {
  await mount('campaign-progress', createFakeServer().context(), { 'campaign-id': '404' })
  await until(() => said().includes('somebody may have deleted it'))
})

test('a campaign that waits for the mail server says since when, also where the page was opened meanwhile', async () => {
  const at = '2024-11-20T10:00:00.000Z'
  const error = { kind: 'other', message: 'away' } as const
  const outage = { transport: 'default', server: null, since: at, error, nextTryAt: at }
  const { server } = await open({ ...sending, outage })
  const held = () => all('.held')[0]?.textContent
  await until(() => held()?.startsWith('The mail server cannot be reached.'))
  expect(held()).toMatch(/Since .*2024.*; next try .*2024/)
  await until(() => server.state.sockets.open.size === 1)
  const counts = { campaignId: '1', status: 'sending', total: 2000, skipped: 0, unknown: 0 } as const
  server.push('campaign_progress', { ...counts, queued: 999, sent: 991, failed: 10, ratePerSecond: 1, etaSeconds: 9 })
  await until(() => held() === undefined)
})
