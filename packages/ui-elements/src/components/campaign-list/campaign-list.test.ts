import { expect, test } from 'vitest'
import { campaign } from '../../../test/support/fake-data.ts'
import { createFakeServer } from '../../../test/support/fake-server.ts'
import { all, answer, button, focused, mount, one, said, settled, until } from '../../../test/support/mount.ts'
import { fillScene } from '../../../test/support/scene.ts'
import type { SillageActionEvent } from '../../events/sillage-events.ts'

async function open() {
  const server = createFakeServer()
  fillScene(server)
  const context = server.context()
  const notices: string[] = []
  context.notices.subscribe(({ kind, title, text }) => notices.push(`${kind}: ${title} ${text ?? ''}`.trim()))
  const list = await mount('campaign-list', context)
  await until(() => all('.item').length === 4)
  await until(() => server.state.sockets.open.size === 1)
  return { server, list, notices }
}

const counts = { campaignId: '4', total: 2000, skipped: 0, unknown: 0, etaSeconds: 10, ratePerSecond: 20 }

test('numbers and the wake change as frames arrive, without another request and with the same elements', async () => {
  const { server } = await open()
  const row = one('.item')
  server.push('campaign_progress', { ...counts, status: 'sending', queued: 200, sent: 1790, failed: 10 })
  server.push('campaign_stats', {
    campaignId: '4',
    opens: { total: 900, unique: 895, machine: 0, early: 0, tracked: 1790 },
    clicks: { total: 1, unique: 1, machine: 0, early: 0, tracked: 1790 },
    openRate: 0.5,
    clickRate: 0,
  })
  await settled()
  expect(one('.item')).toBe(row)
  expect(row.textContent).toContain('Sending · 1,800 of 2,000')
  expect(row.textContent?.replaceAll('\u00a0', ' ')).toContain('20 / s · 10 s left · 50% opened · 10 failures')
  expect(row.querySelector<HTMLElement>('.wake .sent')?.style.inlineSize).toBe('89.5%')
  expect(row.querySelector('.wake')?.getAttribute('aria-label')).toBe(
    '2,000 recipients: 1,790 sent, 895 opened, 1 clicked, 10 failed',
  )
  expect(server.asked('listCampaigns')).toHaveLength(1)
})

test('a campaign created elsewhere appears', async () => {
  const { server } = await open()
  server.state.campaigns.unshift(campaign({ id: '9', name: 'From elsewhere' }))
  server.push('campaign_progress', { ...counts, campaignId: '9', status: 'sending', queued: 1, sent: 0, failed: 0 })
  await until(() => said().includes('From elsewhere'))
})

test('a button keeps the focus and its campaign while figures change and other campaigns come above it', async () => {
  const { server } = await open()
  const pause = button('Pause')
  const menu = one('.trigger', all('sillage-menu')[1]?.shadowRoot ?? document)
  for (const pressed of [pause, menu]) {
    pressed.focus()
    const id = `9${all('.item').length}`
    server.state.campaigns.unshift(campaign({ id, name: `Letter ${id}` }))
    for (const campaignId of ['4', id])
      server.push('campaign_progress', { ...counts, campaignId, status: 'sending', queued: 1, sent: 1989, failed: 10 })
    await until(() => said().includes(`Letter ${id}`))
    expect(focused()).toBe(pressed)
  }
  expect(pause.closest('.item')?.textContent).toContain('Spring launch')
  expect(menu.getAttribute('aria-label')).toBe('More actions for November letter')
})

test('after the connection broke, what was missed is loaded', async () => {
  const { server } = await open()
  server.state.sockets.drop()
  const missed = server.state.campaigns[0]
  if (missed !== undefined) Object.assign(missed, { status: 'completed', queued: 0, sent: 1992 })
  await until(() => said().includes('1,992 sent'))
  expect(server.state.sockets.control.urls).toHaveLength(2)
})

test('a button keeps the focus while it acts, and afterwards', async () => {
  const { server } = await open()
  let release: (() => void) | undefined
  server.state.intercept = ({ route }) => {
    if (route !== 'controlCampaign') return undefined
    const paused = { ...server.state.campaigns[0], status: 'paused', pauseReason: 'user' }
    return new Promise((resolve) => {
      release = () => resolve(Response.json(paused))
    })
  }
  button('Pause').focus()
  button('Pause').click()
  await until(() => release !== undefined)
  // The focus leaves what is disabled with the next frame drawn.
  for (let n = 0; n < 2; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  expect(focused()).toBe(button('Pause'))
  release?.()
  await until(() => one('.item .pill').textContent === 'Paused')
  expect(focused()).toBe(button('Resume'))
})

test('pausing and resuming act on the server and on the row', async () => {
  const { server } = await open()
  button('Pause').click()
  await until(() => one('.item .pill').textContent === 'Paused')
  button('Resume').click()
  await until(() => one('.item .pill').textContent === 'Sending')
  expect(server.asked('controlCampaign').map(({ url }) => url.pathname)).toEqual([
    '/sillage/api/campaigns/4/pause',
    '/sillage/api/campaigns/4/resume',
  ])
})

test('two presses before the first is answered are one request', async () => {
  const { server } = await open()
  const pause = button('Pause')
  for (let press = 0; press < 3; press += 1) pause.click()
  await until(() => one('.item .pill').textContent === 'Paused')
  expect(server.asked('controlCampaign')).toHaveLength(1)
  expect(server.asked('controlCampaign').map(({ url }) => url.pathname)).toEqual(['/sillage/api/campaigns/4/pause'])
})

test('cancelling asks first, and does nothing when the answer is no', async () => {
  const { server } = await open()
  button('More actions for Spring launch').click()
  await settled()
  button('Cancel sending').click()
  await until(() => said().includes('752 messages not sent yet'))
  await answer('Keep sending')
  await settled()
  expect(server.asked('controlCampaign')).toEqual([])
  button('Cancel sending').click()
  await answer('Cancel the campaign')
  await until(() => one('.item .pill').textContent === 'Cancelled')
})

test('a deleted campaign disappears with a notification, and the focus stays in the list', async () => {
  const { server, list, notices } = await open()
  const menus = all('sillage-menu')
  const actions: string[] = []
  document.addEventListener(
    'sillage-action',
    (event) => {
      const { campaignId, action } = event as SillageActionEvent
      actions.push(`${action} ${campaignId}`)
    },
    { once: true },
  )
  button('Delete', menus[1]?.shadowRoot ?? document).click()
  await answer('Delete for good')
  await until(() => all('.item').length === 3)
  expect(server.asked('deleteCampaign').map(({ url }) => url.pathname)).toEqual(['/sillage/api/campaigns/1'])
  expect(notices).toEqual(['success: Deleted November letter'])
  expect(actions).toEqual(['delete 1'])
  await until(() => list.shadowRoot?.activeElement?.tagName === 'SILLAGE-MENU')
})

test('a refusal is shown as text and the real state is loaded', async () => {
  const { server, notices } = await open()
  server.state.intercept = ({ route }) => (route === 'controlCampaign' ? server.refuse('wrong_status', 'x') : undefined)
  button('Pause').click()
  await until(() => notices.length === 1)
  expect(notices[0]).toBe(
    'error: That did not work The campaign is in another state by now. Look at it again, then decide.',
  )
  await until(() => server.asked('listCampaigns').length === 2)
})

test('a list that cannot be loaded says why and can be tried again', async () => {
  const server = createFakeServer()
  server.state.intercept = () => server.refuse('store_unavailable', 'x')
  await mount('campaign-list', server.context())
  await until(() => said().includes('The database cannot be reached right now.'))
  server.state.intercept = undefined
  fillScene(server)
  button('Try again').click()
  await until(() => all('.item').length === 4)
  expect(said()).not.toContain('could not be loaded')
})

test('a very long name does not widen the page', async () => {
  const server = createFakeServer()
  server.state.campaigns = [campaign({ name: 'x'.repeat(400) }), campaign({ id: '2', name: 'word '.repeat(200) })]
  const list = await mount('campaign-list', server.context())
  list.style.inlineSize = '320px'
  await until(() => all('.item').length === 2)
  expect(list.scrollWidth).toBeLessThanOrEqual(320)
})

test('when a refresh fails, the rows stay, with a line that says so, until it works again', async () => {
  const { server, list } = await open()
  server.state.intercept = () => Promise.reject(new TypeError('offline'))
  list.reload()
  await until(() => said().includes('The server does not answer: reconnecting.'))
  expect(all('.item')).toHaveLength(4)
  server.state.intercept = undefined
  list.reload()
  await until(() => !said().includes('reconnecting'))
})

test('a campaign that is over offers to write to those who did not open it', async () => {
  const { list } = await open()
  const asked: string[] = []
  list.addEventListener('sillage-compose', (event) => asked.push(`${event.mode} ${event.campaignId}`))
  button('More actions for November letter').click()
  await settled()
  button('Write to those who did not open').click()
  expect(asked).toEqual(['follow-up 1'])
  expect(() => button('Write to those who did not open', all('sillage-menu')[0]?.shadowRoot ?? document)).toThrow()
})

test('a campaign that is held up says why, until mails are sent again', async () => {
  const { server } = await open()
  const trouble = { campaignId: '4', code: 'smtp_unreachable', message: 'ECONNREFUSED', fatal: false } as const
  server.push('campaign_error', { ...trouble, messageId: '9' })
  server.push('campaign_error', trouble)
  await until(() => one('.second').textContent?.startsWith('The mail server cannot be reached.'))
  const counts = { campaignId: '4', status: 'sending', total: 2000, failed: 8, skipped: 0, unknown: 0 } as const
  server.push('campaign_progress', { ...counts, queued: 752, sent: 1240, ratePerSecond: 0, etaSeconds: 90 })
  await settled()
  expect(one('.second').textContent).toContain('The mail server cannot be reached.')
  expect(one('.item').textContent).not.toContain('left')
  server.push('campaign_progress', { ...counts, queued: 751, sent: 1241, ratePerSecond: 8, etaSeconds: 90 })
  await until(() => one('.second').textContent === 'Sending · 1,249 of 2,000')
})

test('a campaign that waits for the mail server says so on a page that was opened meanwhile', async () => {
  const { server, list } = await open()
  const at = '2026-11-20T10:00:00.000Z'
  const outage = {
    transport: 'default',
    server: null,
    since: at,
    error: { kind: 'other', message: 'away' },
    nextTryAt: at,
  } as const
  for (const known of server.state.campaigns) if (known.status === 'sending') known.outage = outage
  list.reload()
  await until(() => one('.second').textContent?.startsWith('The mail server cannot be reached.'))
  expect(one('.second').textContent).toMatch(/Since Nov 20.+; next try Nov 20.+/)
})

/** The items in the menu of a campaign, in order. */
async function menuOf(name: string): Promise<HTMLElement[]> {
  button(`More actions for ${name}`).click()
  await settled()
  return all('[popover]:popover-open [role=menuitem]')
}

test('a campaign is not sent now before the question said to whom, and what becomes of its time', async () => {
  const { server } = await open()
  const items = await menuOf('Invitation to the Lyon fair')
  expect(items.map((item) => item.textContent?.trim())).toEqual([
    'See details',
    'Send now',
    'Duplicate',
    'Cancel sending',
    'Delete',
  ])
  expect(focused()).toBe(items[0])
  button('Send now').click()
  await until(() => said().includes('Send “Invitation to the Lyon fair” to 640 people now?'))
  expect(said()).toContain('Subject: News for [Name]')
  expect(said()).toMatch(/It leaves at once, and not on .*2/)
  await answer('Back')
  await settled()
  expect(server.asked('controlCampaign')).toEqual([])
  button('Send now').click()
  await answer('Send now to 640')
  await until(() => server.asked('controlCampaign').length === 1)
  expect(server.asked('controlCampaign')[0]?.url.pathname).toBe('/sillage/api/campaigns/3/start')
})

test('no press in a row or its menu sends, deletes or cancels by itself', async () => {
  const { server, list } = await open()
  server.state.campaigns = (['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled'] as const).map(
    (status, id) => campaign({ id: String(id), name: status, status, total: 3, opened: 1, queued: 2, sent: 2 }),
  )
  for (const known of server.state.campaigns) known.pauseReason = 'smtp_auth'
  list.reload()
  await until(() => all('.item').length === 6)
  server.state.requests.splice(0)
  let pressed = 0
  for (const press of [...all('.actions > button'), ...all('[role=menuitem]')]) {
    if (press.textContent?.trim() === 'Pause') continue
    press.click()
    await settled()
    const asked = server.state.requests.filter(({ method }) => method !== 'GET')
    expect(
      asked.map(({ url }) => url.pathname),
      press.textContent?.trim(),
    ).toEqual([])
    for (const dialog of all<HTMLDialogElement>('dialog[open]')) dialog.close()
    pressed += 1
  }
  expect(pressed).toBeGreaterThan(20)
})

test('a campaign that stopped by itself resumes only after its reason was shown', async () => {
  const { server } = await open()
  button('Resume').click()
  await until(() => said().includes('Go on sending “Quote reminder”?'))
  expect(said()).toContain('The mail server refuses the credentials.')
  expect(said()).toContain('250 messages not sent yet leave then.')
  await answer('Go on sending')
  await until(() => server.asked('controlCampaign').length === 1)
})
