import type Database from 'better-sqlite3'
import { NotBeside } from './not-beside.ts'

/**
 * The SQLite driver. Loaded with the first handle and where no bundler follows: bundled, it finds neither Node's own
 * modules nor its binary, and would end the program at its start, before anything can say what to do. Not by an import
 * of `createRequire`, a name that hosts often declare at the head of their bundle.
 */
export function loadDriver(): typeof Database {
  try {
    return process.getBuiltinModule('node:module').createRequire(import.meta.url)('better-sqlite3')
  } catch (cause) {
    throw new NotBeside(cause)
  }
}
