import { playwright } from '@vitest/browser-playwright'
import { findChromium } from './chromium.mjs'

const chromium = await findChromium()

/** How modules of the elements are found in a browser: their sources, not what was built of them. */
export const browserConditions = ['sillage-source', 'module', 'browser', 'development|production']

/** The browser that tests of the elements run in; a new object each time, because Vitest writes a name into it. */
export const testBrowser = () => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: { executablePath: chromium.path, args: chromium.args, env: chromium.env },
  }),
  instances: [{ browser: 'chromium' as const }],
})
