import { playwright } from '@vitest/browser-playwright'
import { configDefaults, defineConfig } from 'vitest/config'
import { findChromium } from './scripts/chromium.mjs'

const conditions = ['sillage-source']
const source = {
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
}
/** Those take minutes; `npm run test:long` runs them. */
const exclude = [...configDefaults.exclude, '**/*.long.test.ts']
/** Fleets of processes, and those that measure how fast something happens: two files at a time, after all others. */
const fleets = [
  'packages/store-postgres/test/fleet.test.ts',
  'packages/store-sqlite/test/{kill,two-processes}.test.ts',
  'packages/store-{postgres,sqlite}/test/kill-messages.test.ts',
  'examples/express-postgres/test/**/*.test.ts',
]
/** What is waited for comes when the machine gets to it: the default of one second is a guess about its load. */
const patient = { expect: { poll: { timeout: 10_000 } } }
/**
 * Four files at once also on two cores, where one would be the default: many wait for a server, a database or a
 * process. A test beside three others takes a few times as long; what takes as long as the limit hangs.
 */
const atOnce = { ...patient, maxWorkers: 4, testTimeout: 20_000, hookTimeout: 20_000 }
const chromium = await findChromium()

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'units',
          ...atOnce,
          // They change nothing that others see, and most of their time is the import of what they share.
          isolate: false,
          exclude,
          include: ['packages/core/{src,test}/**/*.test.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'node',
          ...atOnce,
          exclude: [...exclude, 'examples/express-postgres/**'],
          include: [
            'packages/{adapter-*,feedback-*}/{src,test}/**/*.test.ts',
            'packages/ui-elements/test/serve/**/*.test.ts',
            'examples/*/test/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
        },
      },
      {
        ...source,
        test: {
          name: 'stores',
          ...atOnce,
          exclude: [...exclude, ...fleets],
          include: ['packages/{store-*,queue-*,cli}/{src,test}/**/*.test.ts', 'bench/**/*.test.ts'],
          globalSetup: ['packages/store-postgres/test/global-setup.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'fleets',
          ...patient,
          testTimeout: 20_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          exclude,
          include: fleets,
          globalSetup: ['packages/store-postgres/test/global-setup.ts'],
        },
      },
      {
        resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
        test: {
          name: 'browser',
          ...patient,
          exclude: [...exclude, 'packages/ui-elements/test/serve/**'],
          include: ['packages/{ui-elements,ui-editor}/{src,test}/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromium.path, args: chromium.args, env: chromium.env },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
