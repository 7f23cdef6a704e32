import type { Page } from 'playwright'
import { onTestFinished } from 'vitest'
import { browserForTests } from '../../../scripts/browser-for-tests.ts'
import type { DemoOptions } from '../src/start-demo.ts'
import { demoForTest } from './demo-for-test.ts'
import { asPerson } from './manager-page.ts'

interface RoomOptions {
  width?: number
  scheme?: 'light' | 'dark'
  /** The direction of the page, whose words stay English. */
  dir?: 'ltr' | 'rtl'
  demo?: Partial<DemoOptions>
}

/** For a file of tests: opens a room of a demo of its own, with what its page complained about. */
export function roomsForTest() {
  const browser = browserForTests()
  return async (room: string, { width = 1280, scheme = 'light', dir = 'ltr', demo: options }: RoomOptions = {}) => {
    const { demo, mails } = await demoForTest(options)
    const context = await browser().newContext({
      ...asPerson,
      viewport: { width, height: 840 },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      bypassCSP: true,
    })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    // In frames that run no script it would be a fault of its own.
    if (dir === 'rtl')
      await page.addInitScript(() => {
        document.addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('dir', 'rtl'))
      })
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`${demo.url}/?lang=en#${room}`)
    return { page, faults, demo, mails }
  }
}

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
