import { expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import type { CampaignToasts } from '../src/components/campaign-toasts/campaign-toasts.ts'
import { createFakeServer } from './support/fake-server.ts'
import { all, mount, one, settled, until } from './support/mount.ts'
import { fillScene } from './support/scene.ts'

interface Emulation {
  send(method: 'Emulation.setEmulatedMedia', params: { features: { name: string; value: string }[] }): Promise<unknown>
}

async function motion(value: 'reduce' | 'no-preference'): Promise<void> {
  await (cdp() as unknown as Emulation).send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-reduced-motion', value }],
  })
}

/** What moves on the page for longer than can be seen. */
function moving(): string[] {
  const animations = all('*').flatMap((element) => element.getAnimations({ subtree: true }))
  return [...new Set(animations)]
    .filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > 1)
    .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition'))
}

/** A campaign under way, a list that is loading, a notification, and a wake that grows. */
async function busyPage(): Promise<void> {
  const server = createFakeServer()
  fillScene(server)
  const context = server.context()
  await mount('campaign-manager', context)
  await until(() => all('.item').length === 4)
  const waiting = createFakeServer()
  waiting.state.intercept = ({ route }) => (route === 'listCampaigns' ? new Promise(() => {}) : undefined)
  const list = document.createElement('campaign-list')
  list.context = waiting.context()
  document.body.append(list)
  context.notices.publish({ kind: 'success', title: 'Done' })
  const counts = {
    campaignId: '4',
    status: 'sending',
    total: 2000,
    failed: 8,
    skipped: 0,
    unknown: 0,
    ratePerSecond: 0,
    etaSeconds: 0,
  } as const
  server.push('campaign_progress', { ...counts, queued: 152, sent: 1840, ratePerSecond: 8, etaSeconds: 9 })
  await settled()
}

test('nothing moves for users who prefer less motion; for others it does', async () => {
  await busyPage()
  expect(new Set(moving())).toEqual(new Set(['sillage-wake', 'sillage-breathe', 'sillage-rise', 'transition']))
  await motion('reduce')
  try {
    await busyPage()
    expect(moving()).toEqual([])
  } finally {
    await motion('no-preference')
  }
})

test('a dialog rises in 180 ms, a small one on a phone from its lower edge, and at once where less motion is preferred', async () => {
  const context = createFakeServer().context()
  const manager = await mount('campaign-manager', context)
  const open = async () => {
    manager.compose()
    const dialog = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
    const times = dialog.getAnimations().map(({ effect }) => effect?.getComputedTiming().duration)
    dialog.close()
    await settled()
    return times
  }
  expect(await open()).toEqual([180])
  await motion('reduce')
  try {
    expect(await open()).toEqual([])
  } finally {
    await motion('no-preference')
  }
})

test('the wake runs out in 180 ms when all is sent, and at once where less motion is preferred', async () => {
  const finish = async () => {
    const server = createFakeServer()
    fillScene(server)
    await mount('campaign-progress', server.context(), { 'campaign-id': '4' })
    const sent = await until(() => all('.wake.live .sent')[0])
    // It is drawn once as it is.
    expect(getComputedStyle(sent, '::after').opacity).not.toBe('0')
    const total = {
      total: 2000,
      queued: 0,
      sent: 1992,
      failed: 8,
      skipped: 0,
      unknown: 0,
      ratePerSecond: 0,
      etaSeconds: 0,
    }
    server.push('campaign_complete', { campaignId: '4', status: 'completed', ...total })
    await until(() => all('.wake:not(.live)').length === 1)
    const running = sent.getAnimations({ subtree: true }).map(({ effect }) => effect as KeyframeEffect)
    return running
      .filter(({ pseudoElement }) => pseudoElement === '::after')
      .map((effect) => effect.getComputedTiming().duration)
  }
  expect(await finish()).toEqual([180, 180])
  await motion('reduce')
  try {
    expect(await finish()).toEqual([])
  } finally {
    await motion('no-preference')
  }
})

test('what is placed is there at once for whoever asked for less motion', async () => {
  await motion('reduce')
  try {
    const context = createFakeServer().context()
    const manager = await mount('campaign-manager', context)
    manager.compose()
    const dialog = await until(() => all<HTMLDialogElement>('dialog[open]')[0])
    context.notices.publish({ kind: 'error', title: 'Something to do' })
    // Before the next picture is drawn.
    await one<CampaignToasts>('campaign-toasts').updateComplete
    const toast = one('.toast', dialog).getBoundingClientRect()
    expect(toast.bottom).toBeLessThanOrEqual(one('.foot', dialog).getBoundingClientRect().top)
  } finally {
    await motion('no-preference')
  }
})
