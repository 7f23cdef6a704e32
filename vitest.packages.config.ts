import { defineConfig } from 'vitest/config'

/**
 * What `npm run test:packages` runs: the packed packages, installed as their users install them. Needs the npm
 * registry, and a build before it.
 */
export default defineConfig({
  resolve: { conditions: ['sillage-source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['sillage-source', 'node'] } },
  test: {
    include: ['scripts/packages/*.long.test.ts'],
    globalSetup: ['scripts/packages/global-setup.ts'],
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
})
