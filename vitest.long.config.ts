import { defineConfig } from 'vitest/config'

const conditions = ['sillage-source']

/**
 * What `npm run test:long` runs: tests of minutes, one file at a time, so that none disturbs the time another measures.
 */
export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    include: ['{packages,examples}/**/*.long.test.ts'],
    fileParallelism: false,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
})
