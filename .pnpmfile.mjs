import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** The address that every package and every README names. */
const { repository } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/**
 * What is published differs from what the workspace uses in one place, this one: the condition that leads to the
 * sources goes, with what only builds and tests; where the sources are is said; for compilers that do not read
 * `exports` (`moduleResolution: node10`, the default in many older apps) it names where the types are.
 */
export const hooks = {
  beforePacking({ exports, scripts: _scripts, devDependencies: _devDependencies, ...own }) {
    const directory = `packages/${basename(own.name)}`
    const manifest = {
      ...own,
      homepage: `${repository}/tree/main/${directory}#readme`,
      bugs: `${repository}/issues`,
      repository: { type: 'git', url: `git+${repository}.git`, directory },
    }
    const entries = Object.entries(exports).map(([entry, target]) => [entry, withoutSource(target)])
    const [main, ...others] = entries.filter(([, target]) => typesOf(target) !== undefined)
    // A program has nothing to import.
    if (main === undefined) return { ...manifest, exports: Object.fromEntries(entries) }
    const [, root] = main
    return {
      ...manifest,
      main: root.require?.default ?? root.default,
      types: typesOf(root),
      typesVersions: { '*': Object.fromEntries(others.map(([entry, target]) => [entry.slice(2), [typesOf(target)]])) },
      exports: Object.fromEntries(entries),
    }
  },
}

function withoutSource(target) {
  if (typeof target === 'string') return target
  const { 'sillage-source': _source, ...published } = target
  return published
}

/** What such a compiler emits is CommonJS, where there is one. */
function typesOf(target) {
  return target.require?.types ?? target.types
}
