import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createProject, type Project } from './create-project.ts'
import { type Manifest, root } from './pack-all.ts'
import { asCommonTypeScript, mainBlock, readme } from './readme.ts'

const paths = globSync('packages/*/README.md', { cwd: root }).sort()
const strict = {
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  jsx: 'react-jsx',
  esModuleInterop: true,
  allowImportingTsExtensions: true,
  noEmit: true,
}
/** Settings of existing apps, with the oldest and the newest compiler that has each. */
const settings = [
  { title: 'nodenext, ESM', compilers: ['5.9', '7'], folder: 'esm', options: { module: 'nodenext' } },
  { title: 'nodenext, CommonJS', compilers: ['5.9', '7'], folder: 'cjs', options: { module: 'nodenext' } },
  {
    title: 'bundler',
    compilers: ['5.9', '7'],
    folder: 'esm',
    options: { module: 'esnext', moduleResolution: 'bundler' },
  },
  { title: 'node10', compilers: ['5.9'], folder: 'cjs', options: { module: 'commonjs', moduleResolution: 'node10' } },
]

describe.for(['5.9', '7'])('under TypeScript %s', (compiler) => {
  let project: Project
  beforeAll(async () => {
    const others = [
      `typescript@${compiler}`,
      '@types/node@22',
      '@types/express',
      '@types/react',
      'react',
      '@types/better-sqlite3',
    ]
    const installs = paths.flatMap((path) => readme(path).install())
    const packages = [...new Set([...installs, ...others])]
    project = await createProject({ node: '24', packages, tarballs: inject('tarballs') })
    project.write('cjs/package.json', JSON.stringify({ type: 'commonjs' }))
    project.write('esm/package.json', JSON.stringify({ type: 'module' }))
    for (const path of paths) {
      const page = readme(path)
      const name = path.split('/')[1]
      for (const block of page.blocks.filter(({ code }) => !code.startsWith('vue(')))
        project.write(`esm/${name}/${block.file}`, block.code)
      project.write(`cjs/${name}.ts`, asCommonTypeScript(mainBlock(page)))
    }
    // Its language is the reader's.
    project.write('esm/ui-elements/german.ts', `export { en as german } from '@sillage/ui-elements'`)
    project.write('cjs/entries.ts', everyEntry())
  })
  afterAll(() => project?.remove())

  it.for(settings.filter(({ compilers }) => compilers.includes(compiler)))(
    'the code of the READMEs compiles with $title',
    async ({ folder, options }) => {
      const config = { compilerOptions: { ...strict, ...options, skipLibCheck: false }, include: [folder] }
      project.write('tsconfig.json', JSON.stringify(config))
      expect(await project.run('tsc', '--project', 'tsconfig.json')).toBe('')
    },
  )
})

/** A file that imports every entry there is, so that none is without types. */
function everyEntry(): string {
  const manifests = globSync('packages/*/package.json', { cwd: root }).map(
    (path): Manifest => JSON.parse(readFileSync(join(root, path), 'utf8')),
  )
  const names = manifests.flatMap(({ name, exports }) =>
    Object.keys(exports)
      // Those for templates are compiled in templates.long.test.ts, by the compilers of their frameworks.
      .filter((entry) => !/\.json$|\/(?:vue|svelte)$/.test(entry))
      .map((entry) => name + entry.slice(1)),
  )
  return names
    .map(
      (name, index) =>
        `import * as entry${index} from '${name}'\nexport const keys${index}: string[] = Object.keys(entry${index})`,
    )
    .join('\n')
}
