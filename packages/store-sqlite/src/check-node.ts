import { SillageError } from '@sillage/core/store'

/**
 * What better-sqlite3 13 is built for. Node has it from 22.14 on; an older Node would end in a segmentation fault when
 * a database is opened.
 */
const NODE_API = 10

/** Throws `store_unavailable` on a Node that the SQLite driver would crash. */
export function checkNode({ napi, node }: { napi?: string; node?: string } = process.versions): void {
  if (Number(napi) >= NODE_API) return
  throw new SillageError(
    'store_unavailable',
    `sqliteStore: expected Node 22.14 or later, which the SQLite driver needs, got ${node}: update Node.`,
  )
}
