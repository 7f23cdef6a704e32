import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, button, mount, one, said, settled, until } from '../../../test/support/mount.ts'

async function open() {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '1', name: 'November letter' })]
  const context = server.context()
  const toasts = await mount('campaign-toasts', context)
  await until(() => server.state.sockets.open.size === 1)
  return { server, context, toasts }
}

const counts = { campaignId: '1', total: 2, queued: 0, sent: 2, failed: 0, skipped: 0, unknown: 0 } as const
const done = { ...counts, status: 'completed', ratePerSecond: 0, etaSeconds: 0 } as const

test('a campaign that was seen running and completes is notified; one that ended long ago is not', async () => {
  const { server } = await open()
  server.push('campaign_complete', done)
  await settled()
  expect(all('.toast')).toEqual([])
  server.push('campaign_progress', { ...done, status: 'sending', queued: 1, sent: 1 })
  // The last progress already shows the end.
  server.push('campaign_progress', done)
  server.push('campaign_complete', done)
  await until(() => said().includes('Campaign completed'))
  expect(one('.toast').getAttribute('role')).toBe('status')
  expect(said()).toContain('2 sent, 0 failures. Results arrive live.')
  expect(one('.toast b').textContent).toBe('Campaign completed: November letter')
  expect(one('.toast').checkVisibility()).toBe(true)
  const { left, right } = one('.toast').getBoundingClientRect()
  expect([left >= 0, right <= innerWidth]).toEqual([true, true])
})

test('trouble is an alert that stays until it is dismissed, shown once', async () => {
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

test('the refusal of a single message is not notified', async () => {
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

/** What a click in the middle of an element would reach; a pointer does not reach what is inert. */
function hit(element: Element): Element | null {
  const { left, top, width, height } = element.getBoundingClientRect()
  let at = document.elementFromPoint(left + width / 2, top + height / 2)
  for (let inner = at; inner != null && inner.shadowRoot !== null; at = inner)
    inner = inner.shadowRoot.elementFromPoint(left + width / 2, top + height / 2)
  return at
}

test('they follow into a dialog that opens, where they can be reached and dismissed, and back out of it', async () => {
  const server = createFakeServer()
  const context = server.context()
  const manager = await mount('campaign-manager', context)
  context.notices.publish({ kind: 'error', title: 'Before' })
  await until(() => all('.toast').length === 1)
  manager.compose()
  const dialog = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
  context.notices.publish({ kind: 'error', title: 'During' })
  await until(() => all('.toast').length === 2)
  expect(all('.toast', dialog)).toHaveLength(2)
  for (const dismiss of all('.toast button')) expect(dismiss.contains(hit(dismiss))).toBe(true)
  all('.toast button')[0]?.click()
  await until(() => all('.toast').length === 1)
  dialog.close()
  await until(() => all('.toast', dialog).length === 0)
  expect(said(one('campaign-toasts').shadowRoot ?? document)).toContain('During')
  const left = one('.toast button')
  expect(left.contains(hit(left))).toBe(true)
})

test('elements that leave the page take their notifications out of a dialog with them', async () => {
  const { context, toasts } = await open()
  const composer = document.createElement('campaign-composer')
  composer.context = context
  document.body.append(composer)
  await composer.show()
  context.notices.publish({ kind: 'error', title: 'Here' })
  await until(() => all('.toast', composer.shadowRoot ?? composer).length === 1)
  toasts.remove()
  expect(all('.toast')).toHaveLength(0)
})

test('a page can style a notification as a part', async () => {
  const { context } = await open()
  const style = document.createElement('style')
  style.textContent = 'campaign-toasts::part(toast) { border-top-width: 7px }'
  document.head.append(style)
  context.notices.publish({ kind: 'success', title: 'Done' })
  await until(() => all('.toast').length === 1)
  expect(getComputedStyle(one('.toast')).borderTopWidth).toBe('7px')
  style.remove()
})

test.each([
  [390, 844],
  [1280, 800],
])('at %i px they cover no button of a dialog, and let presses through', async (width, height) => {
  await page.viewport(width, height)
  try {
    const context = createFakeServer().context()
    const manager = await mount('campaign-manager', context)
    manager.compose()
    const dialog = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
    for (const title of ['One', 'Two'])
      context.notices.publish({ kind: 'error', title, text: 'Something to do. '.repeat(6) })
    await until(() => all('.toast', dialog).length === 2)
    await Promise.all(dialog.getAnimations().map(({ finished }) => finished))
    await settled()
    for (const press of all<HTMLButtonElement>('.foot button', dialog))
      expect(press.disabled || press.contains(hit(press))).toBe(true)
    const toast = one('.toast')
    expect(hit(toast)).not.toBe(null)
    expect(toast.contains(hit(toast))).toBe(false)
    for (const dismiss of all('.toast button')) expect(dismiss.contains(hit(dismiss))).toBe(true)
  } finally {
    await page.viewport(414, 896)
  }
})

test('trouble with a campaign disappears when mails are sent again, not while those in flight arrive', async () => {
  const { server } = await open()
  const now = (status: 'paused' | 'sending', sent: number) =>
    server.push('campaign_progress', { ...done, status, total: 9, queued: 9 - sent, sent })
  server.push('campaign_error', { campaignId: '1', code: 'smtp_auth', message: '535', fatal: true })
  await until(() => all('.toast').length === 1)
  now('paused', 2)
  now('paused', 3)
  now('sending', 3)
  await settled()
  expect(all('.toast')).toHaveLength(1)
  now('sending', 4)
  await until(() => all('.toast').length === 0)
})

test('an action that failed is shown once, and no longer when it worked', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ id: '1', name: 'Letter', status: 'sending', queued: 5, finishedAt: null })]
  await mount('campaign-manager', server.context())
  await until(() => all('.item').length === 1)
  server.state.intercept = ({ route }) =>
    route === 'controlCampaign' ? Promise.reject(new TypeError('lost')) : undefined
  for (let n = 0; n < 2; n += 1) {
    button('Pause').click()
    await until(() => server.asked('controlCampaign').length > n)
    await settled()
  }
  expect(all('.toast').map((toast) => toast.querySelector('b')?.textContent)).toEqual(['That did not work'])
  server.state.intercept = undefined
  button('Pause').click()
  await until(() => all('.toast').length === 0)
})

test('a campaign that is over says which contacts were left out, and is not a success when nothing was sent', async () => {
  const { server } = await open()
  const end = (counts: object) => {
    server.push('campaign_progress', { ...done, status: 'sending', queued: 1, sent: 0 })
    server.push('campaign_complete', { ...done, ...counts })
  }
  end({ sent: 0, skipped: 2 })
  await until(() => said().includes('Nothing was sent: 0 failures, 2 left out (unsubscribed, blocked or too late).'))
  expect(one('.toast').getAttribute('role')).toBe('alert')
  end({ sent: 1, skipped: 1 })
  await until(() =>
    said().includes('1 sent, 0 failures, 1 left out (unsubscribed, blocked or too late). Results arrive live.'),
  )
})

test('the notification of an end disappears when the campaign continues', async () => {
  const { server } = await open()
  server.push('campaign_progress', { ...done, status: 'sending', queued: 1, sent: 0 })
  server.push('campaign_complete', { ...done, sent: 0, failed: 2 })
  await until(() => all('.toast').length === 1)
  server.push('campaign_progress', { ...done, status: 'sending', queued: 2, sent: 0 })
  await until(() => all('.toast').length === 0)
})
