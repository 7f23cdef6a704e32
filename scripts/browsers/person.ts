import type { Bidi } from './bidi.ts'

/** Keys that have no sign, as WebDriver names them. */
export const keyNames = { control: '\uE009', end: '\uE010', tab: '\uE004', enter: '\uE007' } as const

/** In the page: elements through all shadow roots, and waiting for one. */
const helpers = `
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
  1`

export type Person = Awaited<ReturnType<typeof createPerson>>

/** Somebody at a page in a window of its own, who presses and types as people do. */
export async function createPerson(bidi: Bidi, url: string) {
  // Only a window that has the focus is sent events of it.
  const { context } = await bidi.send('browsingContext.create', { type: 'window' })
  await bidi.send('browsingContext.activate', { context })
  await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' })
  const act = (actions: object[]) => bidi.send('input.performActions', { context, actions })

  /** The value of an expression, which is a text, a figure or a promise of one. */
  async function read(expression: string): Promise<unknown> {
    const answer = await bidi.send('script.evaluate', { expression, target: { context }, awaitPromise: true })
    if (answer.type !== 'success') throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`)
    return (answer.result as { value?: unknown }).value
  }
  await read(helpers)

  return {
    read,
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
