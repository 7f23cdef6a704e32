import { execFileSync } from 'node:child_process'

/**
 * The versions of Node that the packages promise to run on: the oldest of their `engines`, and the newest of each line
 * after it.
 */
export const nodeVersions = ['22.14', '24', '26'] as const
export type NodeVersion = (typeof nodeVersions)[number]

const found = new Map<NodeVersion, string>()

/** The path of that Node's binary, fetched by npx where it is not installed yet. */
export function nodeBinary(version: NodeVersion): string {
  const known = found.get(version)
  if (known !== undefined) return known
  const words = ['--yes', '--package', `node@${version}`, 'node', '--print', 'process.execPath']
  const path = execFileSync('npx', words, { encoding: 'utf8', shell: process.platform === 'win32' }).trim()
  const told = execFileSync(path, ['--version'], { encoding: 'utf8' })
  if (!told.startsWith(`v${version}.`)) throw new Error(`expected Node ${version}, got ${told}`)
  found.set(version, path)
  return path
}
