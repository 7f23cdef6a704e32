import { globSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export interface FoundPackage {
  name: string
  version: string
  licence: string
  /** The text of its licence; undefined where it brings none. */
  text: string | undefined
}

/**
 * These packages as they are installed for the package in the folder `from`, and all that they depend on, once each.
 * Throws for one that is not installed.
 */
export function withDependencies(names: readonly string[], from: string): FoundPackage[] {
  const found = new Map<string, FoundPackage>()
  const add = (name: string, user: string) => {
    const place = placeOf(name, user)
    if (found.has(place)) return
    const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
    const { version, license: licence = 'none', dependencies = {} } = manifest
    const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: place })
    const text = file === undefined ? undefined : readFileSync(join(place, file), 'utf8').trim()
    found.set(place, { name, version, licence, text })
    for (const one of Object.keys(dependencies)) add(one, place)
  }
  for (const name of names) add(name, from)
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function placeOf(name: string, user: string): string {
  for (const folder of createRequire(join(user, 'package.json')).resolve.paths(name) ?? []) {
    try {
      return realpathSync(join(folder, name))
    } catch {
      // Not in this folder; the next one outwards may have it.
    }
  }
  throw new Error(`${name} is not installed for ${user}; run npm test or npm run check once, which install it`)
}
