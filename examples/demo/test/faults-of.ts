import axe from 'axe-core'
import type { Page } from 'playwright'

/** What a person could not use: faults of accessibility, and a page wider than the phone. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const faults = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  return fits ? faults : [...faults, 'wider than the screen']
}
