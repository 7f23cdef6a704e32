import { configDefaults, defineConfig } from 'vitest/config'
import { replacingTests } from './scripts/replacing-tests.ts'
import { browserConditions, testBrowser } from './scripts/test-browser.ts'

const conditions = ['sillage-source']
const source = {
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
}
/** Those take minutes; `npm run test:long` runs them. */
const exclude = [...configDefaults.exclude, '**/*.long.test.ts']
/** After all others, one file at a time: fleets of processes, and those that measure how fast something happens. */
const alone = [
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
const atOnce = {
  ...patient,
  maxWorkers: 4,
  testTimeout: 20_000,
  hookTimeout: 20_000,
  // They change nothing that others see. A process for each file took 117 of 430 seconds.
  isolate: false,
}
/** Each in a browser of its own, beside those that are alone: most of their time they wait for the page. */
const inBrowser = (name: string, include: string) => ({
  resolve: { conditions: browserConditions },
  test: {
    name,
    ...patient,
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
    exclude: [...exclude, 'packages/ui-elements/test/serve/**'],
    include: [include],
    browser: testBrowser(),
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'units',
          ...atOnce,
          exclude: [...exclude, ...replacingTests],
          include: ['packages/core/{src,test}/**/*.test.ts'],
        },
      },
      {
        ...source,
        test: {
          name: 'node',
          ...atOnce,
          exclude: [...exclude, ...alone, ...replacingTests],
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
          exclude: [...exclude, ...alone, ...replacingTests],
          include: ['packages/{store-*,queue-*,cli}/{src,test}/**/*.test.ts', 'bench/**/*.test.ts'],
          globalSetup: ['packages/store-postgres/test/global-setup.ts'],
        },
      },
      {
        ...source,
        test: { name: 'replacing', ...atOnce, isolate: true, exclude, include: replacingTests },
      },
      {
        ...source,
        test: {
          name: 'alone',
          ...patient,
          testTimeout: 20_000,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          exclude,
          include: alone,
          globalSetup: ['packages/store-postgres/test/global-setup.ts'],
        },
      },
      inBrowser('elements', 'packages/ui-elements/{src,test}/**/*.test.ts'),
      inBrowser('editor', 'packages/ui-editor/{src,test}/**/*.test.ts'),
    ],
  },
})
