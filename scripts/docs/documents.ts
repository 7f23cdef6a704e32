import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export interface Document {
  /** From the root. */
  path: string
  text: string
}

/** Everything that is written for readers and may hold code. */
export function documents(): Document[] {
  const paths = globSync(
    ['*.md', 'docs/*.md', 'docs/decisions/*.md', 'packages/*/README.md', 'packages/*/src/**/README.md'],
    { cwd: root },
  )
  return paths
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}
