import { chromium } from 'playwright'
import { findChromium } from '../chromium.mjs'
import type { Browser } from './browser.ts'

interface Action {
  type: string
  actions: { type: string; x?: number; y?: number; value?: string }[]
}

/** Starts the Chromium of the other tests. */
export async function startChromium(): Promise<Browser> {
  const { path, args, env } = await findChromium()
  const browser = await chromium.launch({ executablePath: path, args, env })
  return {
    name: 'Chromium',
    async open(url) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
      const faults: string[] = []
      page.on('pageerror', ({ message }) => faults.push(message))
      await page.goto(url)
      return {
        read: (expression) => page.evaluate(expression),
        async act(actions) {
          for (const { actions: steps } of actions as Action[])
            for (const { type, x = 0, y = 0, value = '' } of steps) {
              if (type === 'pointerMove') await page.mouse.move(x, y)
              else if (type === 'pointerDown') await page.mouse.down()
              else if (type === 'pointerUp') await page.mouse.up()
              else if (type === 'keyDown') await page.keyboard.down(value)
              else if (type === 'keyUp') await page.keyboard.up(value)
            }
        },
        faults: async () => faults.splice(0),
      }
    },
    stop: () => browser.close(),
  }
}
