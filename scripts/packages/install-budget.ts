/** What stands in one app of the README: the engine, the embedded store, Express. */
export const smallest = ['@sillage/core', '@sillage/store-sqlite', '@sillage/adapter-express', 'express'] as const

/** What it may cost who installs it. Express itself is 68 packages of it, better-sqlite3 and its SQLite 27 MB. */
export const budget = {
  /** Each is one more to audit, and to trust. */
  packages: 90,
  /** On disk, in MB of a million bytes. */
  megabytes: 50,
  /** Files that Node opens before the first line of the app runs. */
  modules: 400,
} as const
