import { isBuiltin } from 'node:module'
import typescript from 'typescript'
import { bundled } from '../bundled.ts'
import type { Packed } from './pack-all.ts'

/** Minor releases of these change what the editor draws; patches reach an app, which shares its copy with ours. */
const byMinor = /^prosemirror-/

/** Faults of a package that no general tool knows. */
export function houseRules({ manifest, files, read }: Packed): string[] {
  const faults: string[] = []
  const expect = (right: boolean, fault: string) => right || faults.push(fault)
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md'])
    expect(files.includes(file), `${file} is not in the tarball`)
  const strays = files.filter(
    (file) => !/^dist\/|^[A-Z]+(?:\.md)?$|^package\.json$/.test(file) || /\.test\.|\.map$/.test(file),
  )
  expect(strays.length === 0, `these files should not be in the tarball: ${strays.join(', ')}`)
  const notices = files.includes('dist/bundled-licences.txt') ? read('dist/bundled-licences.txt') : ''
  for (const name of bundled[manifest.name.replace('@sillage/', '')] ?? [])
    expect(notices.includes(`\n${name} `), `${name} is bundled, and its licence is not in dist/bundled-licences.txt`)
  expect(manifest.license === 'MIT', `expected the licence MIT, got ${manifest.license}`)
  expect(
    /\n## (\S+)/.exec(read('CHANGELOG.md'))?.[1] === manifest.version,
    'the changelog does not begin with this version',
  )
  for (const page of ['README.md', 'CHANGELOG.md'])
    for (const [, target = ''] of read(page).matchAll(/\]\(([^()\s]+)\)/g))
      expect(/^(?:https:|#)/.test(target) || files.includes(target), `${page}: nobody who installs it has ${target}`)
  const named = [...read('README.md').matchAll(/node_modules\/@sillage\/[\w-]+\/([\w./-]+)/g)].map(
    ([, path = '']) => path,
  )
  for (const path of [manifest.customElements, manifest['web-types'], ...named])
    expect(path === undefined || files.includes(path.replace('./', '')), `${path} is named and not in the tarball`)
  expect(manifest.repository?.directory?.startsWith('packages/') === true, 'repository.directory is missing')
  for (const field of ['description', 'keywords', 'homepage', 'bugs', 'repository', 'engines', 'sideEffects'] as const)
    expect(manifest[field] !== undefined, `${field} is missing`)
  const text = JSON.stringify(manifest)
  for (const word of ['sillage-source', 'workspace:', 'catalog:', '.ts"'].filter((word) => leaks(text, word)))
    faults.push(`the manifest holds ${word}, which means nothing outside the workspace`)
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies }))
    expect(/^[\^>]/.test(range) || byMinor.test(name), `${name} is pinned to ${range}; an app could not share its copy`)
  for (const name of Object.keys(manifest.peerDependenciesMeta ?? {}))
    expect(manifest.peerDependencies?.[name] !== undefined, `${name} is an optional peer and no peer`)
  for (const file of files.filter((name) => /\.d\.c?ts$/.test(name)))
    expect(!importsOf(read(file)).includes('zod'), `${file} imports zod; public types are written out, not inferred`)
  return [...faults, ...unknownImports({ manifest, files, read })]
}

/** Declarations end in `.d.ts`; any other TypeScript is a source. */
function leaks(manifest: string, word: string): boolean {
  return manifest.replaceAll('.d.ts"', '').includes(word)
}

/**
 * Imports of what is not declared as a dependency; types may also come from optional peers and from the packages that
 * describe a peer.
 */
function unknownImports({ manifest, files, read }: Pick<Packed, 'manifest' | 'files' | 'read'>): string[] {
  const optional = Object.keys(manifest.peerDependenciesMeta ?? {})
  const peers = Object.keys(manifest.peerDependencies ?? {})
  const always = [...Object.keys(manifest.dependencies ?? {}), ...peers.filter((name) => !optional.includes(name))]
  const described = [...always, ...optional.map((name) => name.replace('@types/', ''))]
  const faults = new Set<string>()
  for (const file of files.filter((name) => /\.(?:d\.)?c?[jt]s$/.test(name))) {
    const known = /\.d\.c?ts$/.test(file) ? described : always
    for (const name of importsOf(read(file)))
      if (!isBuiltin(name) && !known.includes(packageOf(name)))
        faults.add(`${file} imports ${name}, which it does not depend on`)
  }
  return [...faults]
}

/** What the code imports, its own files left out; code in a text that it writes is none of its own. */
function importsOf(code: string): string[] {
  const { importedFiles } = typescript.preProcessFile(code, true, true)
  return importedFiles.map(({ fileName }) => fileName).filter((name) => !name.startsWith('.'))
}

const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')
