// Maps: what the files of a folder are for, in its README.md. A file that is not named there is missed by whoever reads
// the map first, so each map names all files and folders beside it, and nothing that is not there.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const LONGEST = 40

/** Faults of all maps, and rooms without one. `base` is where a map may name files of other rooms from. */
export function mapFaults(rooms, base) {
  const maps = globSync('packages/*/src/**/README.md').map((map) => map.replaceAll('\\', '/'))
  const missing = rooms.filter((room) => !maps.includes(`${room}/README.md`)).map((room) => `${room}: has no README.md`)
  return [...missing, ...maps.flatMap((map) => faultsOf(map, readFileSync(map, 'utf8'), base))]
}

function faultsOf(map, text, base) {
  const room = dirname(map)
  const lines = text.trimEnd().split('\n').length
  const named = new Set(
    [...text.matchAll(/(?<![\w./-])[\w.-]+(?:\/[\w.-]+)*(?:\.ts|\/)(?![\w-])/g)].map(([name]) => name),
  )
  const faults = beside(room)
    .filter((name) => !named.has(name))
    .map((name) => `${map}: does not name ${name}`)
  for (const name of named)
    if (!existsSync(join(room, name)) && !existsSync(join(base, name))) faults.push(`${map}: there is no ${name}`)
  if (lines > LONGEST) faults.push(`${map}: ${lines} lines; a map has at most ${LONGEST}`)
  return faults
}

/** Files and folders of a room: `claims.ts`, `engine/`. What `index.ts` exports is seen there. */
function beside(room) {
  return readdirSync(room, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => name.endsWith('/') || (/\.ts$/.test(name) && !/^index\.ts$|\.test\.ts$/.test(name)))
}
