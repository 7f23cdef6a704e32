import type { Browser } from './browser.ts'

/** Keys that have no sign, as WebDriver names them. */
export const keyNames = { control: '\uE009', end: '\uE010', tab: '\uE004', enter: '\uE007' } as const

/** In the page: elements through all shadow roots, and waiting for one. */
const helpers = `(() => {
  globalThis.deep = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap((one) => (one.shadowRoot ? deep(selector, one.shadowRoot) : [])),
  ]
  globalThis.named = (selector, name) =>
    deep(selector).find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name)
  globalThis.drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  globalThis.found = async (find) => {
    for (const end = performance.now() + 10_000; performance.now() < end; await drawn()) {
      const one = find()
      if (one) return one
    }
    throw new Error('Waited in vain for ' + find)
  }
  return 1
})()`

export type Person = Awaited<ReturnType<typeof createPerson>>

/** Somebody at a page in a window of its own, who presses and types as people do. */
export async function createPerson(browser: Browser, url: string) {
  const { read, act, faults } = await browser.open(url)
  await read(helpers)

  return {
    read,
    faults,
    /** Presses the first element that matches and has this label or text. */
    async press(selector: string, name: string): Promise<void> {
      const place = `found(() => named(${JSON.stringify(selector)}, ${JSON.stringify(name)})).then(async (one) => {
        one.scrollIntoView({ block: 'center' })
        await drawn()
        const { left, top, width, height } = one.getBoundingClientRect()
        return JSON.stringify([Math.round(left + width / 2), Math.round(top + height / 2)])
      })`
      const [x, y] = JSON.parse(String(await read(place))) as [number, number]
      const down = [
        { type: 'pointerMove', x, y },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]
      await act([{ type: 'pointer', id: 'mouse', actions: down }])
      await read('drawn().then(() => 1)')
    },
    /** Types words as fast as the browser takes them: they are one step of undo. */
    async type(words: string): Promise<void> {
      const actions = [...words].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })))
      await act([{ type: 'key', id: 'keyboard', actions }])
      await read('drawn().then(() => 1)')
    },
    /** Presses keys one after the other; those of one list are held together. */
    async keys(...pressed: (string | readonly string[])[]): Promise<void> {
      for (const one of pressed) {
        const held = typeof one === 'string' ? [one] : one
        const down = held.map((value) => ({ type: 'keyDown', value }))
        const up = held.toReversed().map((value) => ({ type: 'keyUp', value }))
        await act([{ type: 'key', id: 'keyboard', actions: [...down, ...up] }])
        await read('drawn().then(() => 1)')
      }
    },
  }
}
