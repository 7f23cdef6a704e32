// Whoever installs our packages gets their dependencies too, and what is bundled into them: each must have a licence of
// this list.
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bundled, bundledInto } from './bundled.ts'
import { root } from './toolchain.mjs'

/** Licences that require no more than attribution. */
const allowed = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'])
/** Dependencies whose licence text is worded otherwise, checked one by one. The text must stay the same. */
const lookedAt = {
  '@zone-eu/mailsplit': { licence: '(MIT OR EUPL-1.1+)', reason: 'a choice, of which we take MIT' },
  'fast-sha256': { licence: 'Unlicense', reason: 'given to the public domain, which asks for nothing' },
  isbot: { licence: 'Unlicense', reason: 'given to the public domain, which asks for nothing' },
  'type-fest': { licence: '(MIT OR CC0-1.0)', reason: 'a choice, of which we take MIT' },
}

const bundles = Object.keys(bundled).flatMap((folder) => bundledInto(folder))
const found = [...installed(), ...bundles, ...peers()].filter(({ name }) => !name.startsWith('@sillage/'))
const faults = found
  .filter(({ name, licence }) => !allowed.has(licence) && lookedAt[name]?.licence !== licence)
  .map(({ name, licence }) => `${name} is under ${licence}, which is not among the licences allowed`)
for (const [name, { licence }] of Object.entries(lookedAt)) {
  if (!found.some((one) => one.name === name && one.licence === licence))
    faults.push(`${name} under ${licence} is excepted, and no dependency any more`)
}
for (const fault of faults) process.stderr.write(`licences: ${fault}\n`)
process.stdout.write(
  `licences: ${new Set(found.map(({ name }) => name)).size} production dependencies, ${faults.length} faults\n`,
)
process.exit(faults.length === 0 ? 0 : 1)

/** The dependencies of our packages, at any depth. */
function installed() {
  const words = ['--filter', './packages/*', 'licenses', 'list', '--prod', '--json']
  const shell = process.platform === 'win32'
  const byLicence = JSON.parse(execFileSync('pnpm', words, { cwd: root, encoding: 'utf8', shell }))
  return Object.entries(byLicence).flatMap(([licence, list]) => list.map(({ name }) => ({ name, licence })))
}

/** What the host must install beside our packages. */
function peers() {
  return globSync('packages/*/package.json', { cwd: root }).flatMap((file) => {
    const { peerDependencies = {} } = JSON.parse(readFileSync(join(root, file), 'utf8'))
    const places = createRequire(join(root, file)).resolve.paths('any') ?? []
    return Object.keys(peerDependencies).map((name) => {
      for (const place of places) {
        try {
          const { license } = JSON.parse(readFileSync(join(place, name, 'package.json'), 'utf8'))
          return { name, licence: license ?? 'none' }
        } catch {
          // Not in this folder; the next one outwards may have it.
        }
      }
      return { name, licence: 'none that can be read; install it as a devDependency' }
    })
  })
}
