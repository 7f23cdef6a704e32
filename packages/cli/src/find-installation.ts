import { existsSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Sillage } from '@sillage/core'
import { services } from '@sillage/core/http'
import type { ConfigOption } from './config-option.ts'
import type { Terminal } from './terminal.ts'
import { wronglyUsed } from './wrong-use.ts'

const folders = ['.', 'src', 'lib', 'server']
const endings = ['ts', 'mts', 'js', 'mjs', 'cjs']

/**
 * Uses the installation that the app's own module exports, as `sillage` or by default, and closes it afterwards. To
 * load it does no I/O; the app's own files that the module imports are run.
 */
export async function withInstallation<T>(
  { cwd }: Terminal,
  { config }: ConfigOption,
  use: (sillage: Sillage) => Promise<T>,
): Promise<T> {
  const file = config === undefined ? findModule(cwd) : resolve(cwd, config)
  if (!existsSync(file) || statSync(file).isDirectory())
    throw wronglyUsed(`there is no file ${file}; --config names the module that exports \`sillage\``)
  const sillage = exportedBy(await load(file), relative(cwd, file))
  try {
    return await use(sillage)
  } finally {
    await sillage.close()
  }
}

function findModule(cwd: string): string {
  const found = folders
    .flatMap((folder) => endings.map((ending) => join(cwd, folder, `sillage.${ending}`)))
    .find((file) => existsSync(file))
  if (found === undefined)
    throw wronglyUsed(
      `there is no sillage.{${endings.join(',')}} in ${folders.join(', ')}; --config names the module that exports \`sillage\`, and \`sillage init\` begins an app`,
    )
  return found
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw wronglyUsed(
        `Node ${process.versions.node} does not read ${file}: take Node 22.18 or later, or name what it was compiled to by --config`,
      )
    throw error
  }
}

function exportedBy(module: Record<string, unknown>, file: string): Sillage {
  const byDefault = module.default as Record<string, unknown> | undefined
  const found = [module.sillage, byDefault, byDefault?.sillage].find(isInstallation)
  if (found === undefined) throw wronglyUsed(`${file} exports no installation: export const sillage = createSillage(…)`)
  return found
}

/** Made by `createSillage` of any copy of the core. */
const isInstallation = (value: unknown): value is Sillage =>
  typeof value === 'object' && value !== null && services in value
