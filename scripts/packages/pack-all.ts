import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPackageFromTarballData, type Package } from '@arethetypeswrong/core'

export const root = join(import.meta.dirname, '../..')

/** The parts of a published package.json that are read here. */
export interface Manifest {
  name: string
  version: string
  description?: string
  keywords?: string[]
  license?: string
  homepage?: string
  bugs?: string
  repository?: { type: string; url: string; directory?: string }
  engines?: { node?: string }
  sideEffects?: boolean | string[]
  /** The files that describe elements to tools. */
  customElements?: string
  'web-types'?: string
  bin?: Record<string, string>
  exports: Record<string, unknown>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

/** A package as npm would hold it. */
export interface Packed {
  /** Path of the tarball. */
  tarball: string
  bytes: Uint8Array<ArrayBuffer>
  manifest: Manifest
  /** Paths of what is inside, from the package's own folder. */
  files: string[]
  read(file: string): string
}

/**
 * Packs every package, as it was built last, into `folder`: what publishing would send. Throws when one cannot be
 * packed.
 */
export function packAll(folder: string): Packed[] {
  execFileSync('pnpm', ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  const packed = globSync('*.tgz', { cwd: folder })
    .sort()
    .map((file) => open(join(folder, file)))
  const expected = globSync('packages/*/package.json', { cwd: root }).length
  if (packed.length !== expected) throw new Error(`expected ${expected} tarballs, got ${packed.length}`)
  return packed
}

function open(tarball: string): Packed {
  const bytes = new Uint8Array(readFileSync(tarball))
  const content: Package = createPackageFromTarballData(bytes)
  const prefix = `/node_modules/${content.packageName}/`
  const read = (file: string) => content.readFile(prefix + file)
  const files = content.listFiles().map((file) => file.slice(prefix.length))
  return { tarball, bytes, manifest: JSON.parse(read('package.json')), files, read }
}
