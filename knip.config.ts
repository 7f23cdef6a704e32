import type { KnipConfig } from 'knip'

/** The packages that a guide's blocks of code import; tests compile and run these blocks. */
function importsOfBlocks(markdown: string): string {
  const blocks = markdown.match(/^```(?:ts|tsx|html)\b[\s\S]*?^```/gm) ?? []
  return blocks
    .flatMap((block) => [...block.matchAll(/\bfrom '([^'.][^']*)'|\bimport '([^'.][^']*)'/g)])
    .map((match) => `import '${match[1] ?? match[2]}'`)
    .join('\n')
}

/** What nothing uses: files, exports, dependencies. Entries are what somebody outside the code starts or reads. */
const config: KnipConfig = {
  compilers: { md: importsOfBlocks },
  // Read by people, and in `docs/` the only Markdown that imports.
  ignoreFiles: ['packages/*/*.md', 'packages/*/src/**/*.md'],
  workspaces: {
    '.': {
      // Started by scripts/run.mjs, or by a person.
      entry: [
        'scripts/*.{mjs,ts}',
        'scripts/packages/check-packages.ts',
        'scripts/browsers/run.ts',
        // What the pages of hosts load.
        'scripts/browsers/hosts/pages/*.{js,jsx}',
        'scripts/mutation/{run.ts,*.config.*}',
      ],
      project: ['scripts/**/*.{mjs,ts,js,jsx,svelte}'],
      vitest: { config: ['vitest.config.ts', 'vitest.*.config.ts'] },
      // Stryker is started by its path, and finds its runner by name.
      ignoreDependencies: ['@biomejs/biome', '@stryker-mutator/core', '@stryker-mutator/vitest-runner'],
      // Of the machine.
      ignoreBinaries: ['apt-get', 'Xvfb', 'WebKitWebDriver'],
    },
    bench: {
      // run.ts imports what lies beside it by name.
      entry: ['*.ts'],
      // Is CommonJS and taken by createRequire.
      ignoreDependencies: ['nodemailer-mail-tracking'],
    },
    docs: {
      entry: ['*.md', 'decisions/*.md'],
      project: ['**/*.{md,ts}'],
      // For the READMEs of the packages, whose code is compiled here too; of `react` the types alone are needed.
      ignoreDependencies: [
        '@sillage/feedback-imap',
        '@sillage/store-kysely',
        '@sillage/ui-editor',
        '@types/pg',
        'kysely',
        'pg',
        'react',
      ],
    },
    'examples/*': { entry: ['src/main.ts'] },
    'examples/demo': {
      // The second are what esbuild bundles for the pages.
      entry: ['src/main.ts', 'src/{page,inbox}/client/{manager,inbox}.ts'],
      // Imported by a program that a test writes.
      ignoreDependencies: ['openapi-fetch'],
    },
    'examples/express-postgres': { entry: ['src/main.ts', 'src/sender.ts'] },
    'examples/opentelemetry': { project: ['**/*.ts'] },
    'packages/*': {},
    // What esbuild bundles for the page at `/ui`.
    'packages/ui-elements': { entry: ['src/page/{elements,page}.ts'] },
    // Stands in for express in a test, by name.
    'packages/adapter-express': { ignoreDependencies: ['express-4'] },
    // Started by a person.
    'packages/store-{postgres,sqlite}': { entry: ['test/upgrade/make.ts'] },
    'packages/core': {
      // Started by a person.
      entry: ['test/make-corpus.ts'],
      // Have no types, and are imported under names that tsc does not follow.
      ignoreDependencies: ['mjml', 'nodemailer-6', 'nodemailer-7', 'nodemailer-8', 'nodemailer-9'],
    },
  },
}

export default config
