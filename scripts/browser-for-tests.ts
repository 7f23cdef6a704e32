import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import { findChromium } from './chromium.mjs'

/** Starts one browser for the tests of a file, or of a group, and closes it after them. */
export function browserForTests(): () => Browser {
  let browser: Browser
  beforeAll(async () => {
    const { path, args, env } = await findChromium()
    browser = await chromium.launch({ executablePath: path, args, env })
  }, 60_000)
  afterAll(() => browser.close())
  return () => browser
}
