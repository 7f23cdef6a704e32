const cache = '.tools/mutation'

/** How `npm run test:mutation` runs Stryker. */
export default {
  packageManager: 'pnpm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  // Processes, as in `npm test`.
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false, pool: 'forks' },
  testRunnerNodeArgs: ['--conditions=sillage-source'],
  // Of each mutant only the tests that reach it.
  coverageAnalysis: 'perTest',
  // A table at the head of a file is read by all tests: each of its mutants would take all of them.
  ignoreStatic: true,
  // Mails and pages of the corpus are no sources.
  disableTypeChecks: false,
  reporters: ['progress', 'json'],
  jsonReporter: { fileName: `${cache}/report.json` },
  incremental: true,
  incrementalFile: `${cache}/incremental-${process.env.MUTATED ?? 'core'}.json`,
  tempDirName: `${cache}/sandbox`,
  concurrency: 2,
  // Long as in its configuration of Vitest: a slow machine is no noticed mutant.
  timeoutMS: 20_000,
  // All tests once, with the reach of each noted.
  dryRunTimeoutMinutes: 15,
  allowConsoleColors: false,
}
