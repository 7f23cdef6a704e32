import { expect, test } from 'vitest'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, settled, until } from '../../../test/support/mount.ts'

async function open() {
  const server = createFakeServer()
  const context = server.context()
  const toasts = await mount('campaign-toasts', context)
  await until(() => server.state.sockets.open.size === 1)
  return { server, context, toasts }
}

const counts = { campaignId: '1', total: 2, queued: 0, sent: 2, failed: 0, skipped: 0, unknown: 0 } as const
const done = { ...counts, status: 'completed', ratePerSecond: 0, etaSeconds: 0 } as const

test('a campaign that was seen running and completes is told; one that ended long ago is not', async () => {
  const { server } = await open()
  server.push('campaign_complete', done)
  await settled()
  expect(all('.toast')).toEqual([])
  server.push('campaign_progress', { ...done, status: 'sending', queued: 1, sent: 1 })
  // The last progress says already that it is over.
  server.push('campaign_progress', done)
  server.push('campaign_complete', done)
  await until(() => said().includes('Campaign completed'))
  expect(one('.toast').getAttribute('role')).toBe('status')
  expect(said()).toContain('2 sent, 0 failures. Results arrive live.')
})

test('trouble is an alert in words that stays until it is dismissed, told once', async () => {
  const { server } = await open()
  const trouble = { campaignId: '1', code: 'smtp_auth', message: '535', fatal: true } as const
  server.push('campaign_error', trouble)
  server.push('campaign_error', trouble)
  await until(() => all('.toast').length > 0)
  expect(all('.toast').map((toast) => toast.getAttribute('role'))).toEqual(['alert'])
  expect(said()).toContain('The mail server refuses the credentials.')
  button('Dismiss').click()
  await until(() => all('.toast').length === 0)
  expect(all('[popover]:popover-open')).toEqual([])
})

test('the refusal of a single message is no news for everybody', async () => {
  const { server } = await open()
  server.push('campaign_error', {
    campaignId: '1',
    code: 'smtp_rejected',
    message: '550',
    messageId: '7',
    fatal: false,
  })
  await settled()
  expect(all('.toast')).toEqual([])
})

test('at most four are shown, the newest last, and markup is text', async () => {
  const { context } = await open()
  for (let n = 1; n <= 5; n += 1) context.notices.publish({ kind: 'error', title: `<b>${n}</b>` })
  await until(() => all('.toast').length === 4)
  expect(all('.toast > div > b').map((title) => title.textContent)).toEqual([
    '<b>2</b>',
    '<b>3</b>',
    '<b>4</b>',
    '<b>5</b>',
  ])
})
