import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { mount, said, settled, until } from '../../../test/support/mount.ts'

const day = (n: number) => new Date(Date.UTC(2026, 8, n)).toISOString()
const past = (n: number, opened: number, clicked = 1) =>
  campaign({ id: String(n), status: 'completed', createdAt: day(n), total: 10, sent: 10, opened, clicked })

async function shown(...campaigns: ReturnType<typeof campaign>[]) {
  const server = createFakeServer()
  server.state.campaigns = [...campaigns, past(20, 5)]
  await mount('campaign-stats', server.context(), { 'campaign-id': '20' })
  await until(() => server.asked('listCampaigns').length === 1)
  await settled(20)
  return { server, text: said().replaceAll('\u00a0', ' ') }
}

test('rates stand beside the median of the campaigns before, which is asked for once', async () => {
  const { server, text } = await shown(past(1, 2, 1), past(2, 4, 2), past(3, 9, 3), past(30, 10, 10))
  expect(text).toContain('usually 40%')
  expect(text).toContain('usually 20%')
  const { searchParams } = server.asked('listCampaigns')[0]?.url ?? new URL('http://none.example')
  expect(Object.fromEntries(searchParams)).toEqual({ status: 'completed', limit: '50' })
})

test('campaigns that were not measured do not count, and of two nothing is said', async () => {
  const unmeasured = { ...past(3, 0), sent: 0 }
  expect((await shown(past(1, 2), past(2, 4), unmeasured, past(30, 10))).text).not.toContain('usually')
})
