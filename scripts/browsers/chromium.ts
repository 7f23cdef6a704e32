import { chromium } from 'playwright'
import { findChromium } from '../chromium.mjs'
import type { Browser } from './browser.ts'

interface Action {
  actions: { type: string; x?: number; y?: number }[]
}

/** Starts the Chromium of the other tests. Of what a person does it knows presses alone. */
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
            for (const { type, x = 0, y = 0 } of steps) {
              if (type === 'pointerMove') await page.mouse.move(x, y)
              else if (type === 'pointerDown') await page.mouse.down()
              else if (type === 'pointerUp') await page.mouse.up()
              else throw new Error(`${type} is not known here`)
            }
        },
        faults: async () => faults.splice(0),
      }
    },
    stop: () => browser.close(),
  }
}
