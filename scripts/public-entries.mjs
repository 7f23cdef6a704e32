import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './toolchain.mjs'

/** What users can import: the name and the source file of each entry in the `exports` of our packages. */
export function publicEntries() {
  return globSync('packages/*/package.json', { cwd: root }).flatMap((file) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, file), 'utf8'))
    return Object.entries(exports).flatMap(([path, conditions]) => {
      const source = conditions['sillage-source']
      return source === undefined ? [] : [{ name: join(name, path), file: join(root, file, '..', source) }]
    })
  })
}
