import type { Page } from 'playwright'
import { expect } from 'vitest'

/** The most stops that any way in these pages has. */
const MOST = 60

/** A page as somebody uses it who has a keyboard alone. */
export function byKeys(page: Page) {
  /** Role or element, and name, of what has the focus inside whatever shadow root. */
  const focused = () =>
    page.evaluate(() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement != null) at = at.shadowRoot.activeElement
      if (!(at instanceof HTMLElement)) return ''
      const label = (at as HTMLInputElement).labels?.[0]?.textContent ?? at.textContent
      return `${at.role ?? at.localName} ${(at.ariaLabel ?? label).trim()}`
    })
  return {
    press: (key: string) => page.keyboard.press(key),
    type: (text: string) => page.keyboard.type(text, { delay: 2 }),
    /** The focus was led there. */
    isAt: (what: RegExp) => expect.poll(focused).toMatch(what),
    /** Goes there by Tab, and says what it passed. */
    async to(what: RegExp): Promise<string[]> {
      const passed: string[] = []
      while (passed.length < MOST) {
        const at = await focused()
        if (what.test(at)) return passed
        passed.push(at)
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not lead to ${what}, but to ${passed.join(', ')}`)
    },
  }
}
