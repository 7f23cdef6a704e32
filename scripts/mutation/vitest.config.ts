import { configDefaults, defineConfig } from 'vitest/config'

const conditions = ['sillage-source']

/** The package that `run.ts` names. */
const folder = process.env.MUTATED ?? 'core'

/** Its tests, without those that kill processes of their own: mutation testing runs them thousands of times. */
export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    include: [`packages/${folder}/{src,test}/**/*.test.ts`],
    exclude: [...configDefaults.exclude, '**/*.long.test.ts', '**/{kill,kill-messages,fleet,two-processes}.test.ts'],
    // One process for all files: to start one for each takes longer than its tests.
    isolate: false,
    // Long: a mutant is noticed by what fails, not by a machine with other work.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
