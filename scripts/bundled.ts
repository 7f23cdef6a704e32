import { join } from 'node:path'
import { type FoundPackage, withDependencies } from './with-dependencies.ts'

const queryBuilder = ['kysely']

/**
 * What the build writes into a package of ours, by the package's folder, so that apps neither install it nor load it
 * file by file. It is code that computes and no more: what speaks to a network, or is a list that ages, stays a
 * dependency, of which an app gets a fix without us.
 */
export const bundled: Readonly<Record<string, readonly string[]>> = {
  core: [
    'css-select',
    'css-what',
    'csv-parse',
    'csv-stringify',
    'dataloader',
    'eventemitter3',
    'htmlparser2',
    'mustache',
    'tinyqueue',
    'zod',
  ],
  'store-kysely': queryBuilder,
  'store-postgres': queryBuilder,
  'store-sqlite': queryBuilder,
}

/** Everything that the build may write into a package: what is named above, and what that depends on. */
export function bundledInto(folder: string): FoundPackage[] {
  return withDependencies(bundled[folder] ?? [], join(import.meta.dirname, '../packages', folder))
}

/** The licences of what a bundle holds, which have to go along with it. Throws for a package without a text of one. */
export function noticesOf(packages: readonly FoundPackage[]): string {
  const notices = packages.map(({ name, version, licence, text }) => {
    if (text === undefined) throw new Error(`${name} has no licence text to go along with its code; do not bundle it`)
    return `${name} ${version}, ${licence}\n\n${text}\n`
  })
  return `The files of this folder hold code of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`
}
