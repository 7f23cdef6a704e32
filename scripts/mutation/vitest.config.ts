import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { replacingTests } from '../replacing-tests.ts'
import { browserConditions, testBrowser } from '../test-browser.ts'

const conditions = ['sillage-source']

/** The package that `run.ts` names. */
const folder = process.env.MUTATED ?? 'core'
/** What the stores share is held by the tests of both. */
const testing = folder === 'store-kysely' ? [folder, 'store-sqlite', 'store-postgres'] : [folder]
const isElements = folder.startsWith('ui-')

const inTheBrowser = { resolve: { conditions: browserConditions }, test: { browser: testBrowser() } }
const onNode = {
  resolve: {
    conditions: [...conditions, 'module', 'node', 'development|production'],
    // The copy with the faults: `node_modules` leads to the sources that were copied.
    alias: [
      { find: /^@sillage\/store-kysely$/, replacement: source('packages/store-kysely/src/index.ts') },
      { find: /^@sillage\/store-kysely\/thread$/, replacement: source('packages/store-kysely/src/thread.ts') },
    ],
  },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: { globalSetup: ['packages/store-postgres/test/global-setup.ts'] },
}
const where = isElements ? inTheBrowser : onNode

/** Its tests, without those that kill processes of their own: mutation testing runs them thousands of times. */
export default defineConfig({
  ...where,
  test: {
    ...where.test,
    include: testing.map((name) => `packages/${name}/{src,test}/**/*.test.ts`),
    exclude: [
      ...configDefaults.exclude,
      '**/*.long.test.ts',
      '**/{kill,kill-messages,fleet,two-processes}.test.ts',
      'packages/ui-elements/test/serve/**',
      ...replacingTests,
    ],
    // One process for all files: to start one for each takes longer than its tests.
    isolate: isElements,
    // Long: a mutant is noticed by what fails, not by a machine with other work.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

function source(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}
