import { expect, test } from 'vitest'
import { cdp } from 'vitest/browser'
import { openChooser, openComposer } from './support/compose.ts'
import { createFakeServer } from './support/fake-server.ts'
import { all, mount, one, until } from './support/mount.ts'
import { fillScene } from './support/scene.ts'

interface Emulation {
  send(method: 'Emulation.setEmulatedMedia', params: { features: { name: string; value: string }[] }): Promise<unknown>
}

/** An operating system's setting that gives its own few colours to every page. */
async function forceColours(value: 'active' | 'none'): Promise<void> {
  await (cdp() as unknown as Emulation).send('Emulation.setEmulatedMedia', {
    features: [{ name: 'forced-colors', value }],
  })
}

test('with forced colours the stripes of a wake still differ, and buttons and panels keep an edge', async () => {
  await forceColours('active')
  try {
    expect(matchMedia('(forced-colors: active)').matches).toBe(true)
    const server = createFakeServer()
    fillScene(server)
    await mount('campaign-manager', server.context())
    await until(() => all('.item').length === 4)
    const wake = one('.wake')
    const look = (kind: string) => {
      const style = getComputedStyle(wake.querySelector(`.${kind}`) ?? wake)
      return `${style.backgroundColor} ${style.backgroundImage}`
    }
    const looks = ['sent', 'opened', 'clicked', 'failed'].map(look)
    expect(new Set(looks).size).toBe(4)
    expect(getComputedStyle(wake).borderTopWidth).toBe('1px')
    for (const edged of ['button.primary', '.panel']) {
      const style = getComputedStyle(one(edged))
      expect(style.borderTopWidth).toBe('1px')
      expect(style.borderTopColor).not.toBe(style.backgroundColor)
    }
  } finally {
    await forceColours('none')
  }
})

test('with forced colours opens and clicks still differ in the chart and its legend', async () => {
  await forceColours('active')
  try {
    const server = createFakeServer()
    fillScene(server)
    await mount('campaign-stats', server.context(), { 'campaign-id': '1' })
    await until(() => all('canvas').length === 1)
    expect(getComputedStyle(one('.opens-ink')).color).not.toBe(getComputedStyle(one('.clicks-ink')).color)
    const [opens, clicks] = all('.legend span').map((span) => getComputedStyle(span, '::before').backgroundColor)
    expect(opens).toBe(getComputedStyle(one('.opens-ink')).color)
    expect(clicks).toBe(getComputedStyle(one('.clicks-ink')).color)
  } finally {
    await forceColours('none')
  }
})

test('with forced colours the room and the tab that are shown differ from the others', async () => {
  await forceColours('active')
  try {
    await mount('campaign-manager', createFakeServer().context(), { sections: 'campaigns contacts' })
    await until(() => all('nav button').length === 2)
    const border = (selector: string, root?: ParentNode) =>
      all(selector, root).map((tab) => getComputedStyle(tab).borderBottomColor)
    const [room, ...rooms] = [...border('nav [aria-current]'), ...border('nav button:not([aria-current])')]
    expect(rooms).toHaveLength(1)
    expect(rooms).not.toContain(room)
    await openComposer()
    await openChooser()
    const chooser = one('sillage-chooser').shadowRoot ?? document
    const chosen = border('.tabs [aria-pressed=true]', chooser)
    const others = border('.tabs [aria-pressed=false]', chooser)
    expect([chosen.length, others.length]).toEqual([1, 2])
    expect(others).not.toContain(chosen[0])
  } finally {
    await forceColours('none')
  }
})
