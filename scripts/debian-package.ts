import { execFile } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A program with the environment it needs. */
export interface Program {
  path: string
  env: NodeJS.ProcessEnv
  /** Deletes what was fetched for it. */
  remove(): Promise<void>
}

/** A library that is loaded before all others, by the environment of a process. */
export interface Preload {
  env: NodeJS.ProcessEnv
  /** Deletes what was fetched for it. */
  remove(): Promise<void>
}

/** A program of this machine's PATH, or of the Debian package that has its name. */
export async function debianProgram(name: string): Promise<Program> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const installed = [...folders, '/usr/sbin'].map((folder) => join(folder, name)).find(existsSync)
  if (installed !== undefined) return { path: installed, env: process.env, remove: async () => undefined }

  const { unpacked, remove } = await debianPackage(name)
  const [path] = globSync(join(unpacked, 'usr/{bin,sbin}', name))
  if (path === undefined) throw new Error(`the package ${name} has no program of its name`)
  const libraries = globSync(join(unpacked, 'usr/lib/*/'))
  return { path, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') }, remove }
}

/** The library of a Debian package, by the name of its file. */
export async function debianPreload(name: string, file: string): Promise<Preload> {
  const { unpacked, remove } = await debianPackage(name)
  const [path] = globSync(join(unpacked, 'usr/lib/**', file))
  if (path === undefined) throw new Error(`the package ${name} has no ${file}`)
  return { env: { LD_PRELOAD: path }, remove }
}

/**
 * A Debian package and what it needs, unpacked into a folder of their own, so that nothing of the machine changes and
 * none of its services is started.
 */
export async function debianPackage(name: string): Promise<{ unpacked: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), `sillage-${name}-`))
  const archives = join(folder, 'archives')
  await mkdir(join(archives, 'partial'), { recursive: true })
  const fetch = () =>
    run('apt-get', [
      ...['install', '--download-only', '--yes', '--no-install-recommends'],
      ...['-o', `Dir::Cache::archives=${archives}`, '-o', 'Debug::NoLocking=1', name],
    ])
  try {
    // On a new machine the lists of packages are missing or old.
    await fetch().catch(() => run('apt-get', ['update']).then(fetch))
  } catch (cause) {
    await rm(folder, { recursive: true })
    throw new Error(`this test needs ${name}: install it, or run the test where apt-get is`, { cause })
  }
  const unpacked = join(folder, 'unpacked')
  for (const archive of globSync(join(archives, '*.deb'))) await run('dpkg', ['--extract', archive, unpacked])
  // mkdtemp makes a folder for its owner alone; a server may run as another user.
  await chmod(folder, 0o755)
  return { unpacked, remove: () => rm(folder, { recursive: true }) }
}
