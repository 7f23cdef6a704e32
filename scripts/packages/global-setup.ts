import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { packAll } from './pack-all.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tarball of each package lies, by its name. */
    tarballs: Readonly<Record<string, string>>
  }
}

/** Packs every package once for a run. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-tarballs-'))
  project.provide(
    'tarballs',
    Object.fromEntries(packAll(folder).map(({ manifest, tarball }) => [manifest.name, tarball])),
  )
  return () => rmSync(folder, { recursive: true, force: true })
}
