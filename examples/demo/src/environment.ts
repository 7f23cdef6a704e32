import { isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Language } from './page/language.ts'

/** The settings from the environment, checked. Undefined: not given. */
export interface DemoSettings {
  port: number | undefined
  /** Where browsers and mail programs find the demo, without a path. */
  baseUrl: string | undefined
  /** Where mails go instead of the built-in inbox. */
  smtpUrl: string | undefined
  /** The SQLite file, `:memory:`, or the URL of a PostgreSQL database. */
  database: string | undefined
  names: Language
  from: string | undefined
  concurrency: number | undefined
  leaseMs: number | undefined
  once: boolean
}

/** Everything that is wrong with the environment, one line each. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/**
 * Reads PORT, BASE_URL, SMTP_URL, DATABASE_URL, NAMES, FROM, CONCURRENCY and LEASE_MS, and the flag `--once`. Throws
 * EnvironmentError with all problems at once.
 */
export function readEnvironment(env: NodeJS.ProcessEnv, flags: readonly string[]): DemoSettings {
  const problems: string[] = []

  /** A variable that is set but empty counts as not given, as in `PORT= npm run demo`. */
  function read<T>(name: string, expected: string, parse: (value: string) => T | undefined): T | undefined {
    const value = env[name]?.trim()
    if (value === undefined || value === '') return undefined
    const parsed = parse(value)
    if (parsed === undefined) problems.push(`${name}: expected ${expected}`)
    return parsed
  }
  const integer = (low: number, high: number) => (value: string) => {
    const number = Number(value)
    return /^\d+$/.test(value) && number >= low && number <= high ? number : undefined
  }

  for (const flag of flags) if (flag !== '--once') problems.push(`${flag}: the only flag is --once`)
  const once = flags.includes('--once')
  const settings: DemoSettings = {
    port: read('PORT', 'a port from 1 to 65535', integer(1, 65_535)),
    baseUrl: read('BASE_URL', 'an address such as http://localhost:4100, without a path', originOf),
    smtpUrl: read('SMTP_URL', 'an address such as smtp://user:password@mail.example:587', smtpUrl),
    database: read(
      'DATABASE_URL',
      'file:path/to/demo.sqlite, file::memory: or postgres://user:password@host/database',
      databaseOf,
    ),
    names: read('NAMES', 'en or fr', (value) => (value === 'en' || value === 'fr' ? value : undefined)) ?? 'en',
    from: read('FROM', 'a sender such as "Name <name@example.com>"', (value) =>
      /^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/.test(value) ? value : undefined,
    ),
    concurrency: read('CONCURRENCY', 'a number from 1 to 100', integer(1, 100)),
    leaseMs: read('LEASE_MS', 'milliseconds from 100 to 86400000', integer(100, 86_400_000)),
    once,
  }
  if (once && settings.smtpUrl !== undefined)
    problems.push('SMTP_URL: leave it unset with --once, which reads the delivered mails from the built-in inbox')
  if (problems.length > 0) throw new EnvironmentError(problems)
  return settings
}

function originOf(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, origin, pathname, search, hash } = new URL(value)
  return /^https?:$/.test(protocol) && pathname === '/' && search + hash === '' ? origin : undefined
}

function smtpUrl(value: string): string | undefined {
  return URL.canParse(value) && /^smtps?:$/.test(new URL(value).protocol) && new URL(value).hostname !== ''
    ? value
    : undefined
}

function databaseOf(value: string): string | undefined {
  return isPostgres(value) && URL.canParse(value) ? value : sqliteFile(value)
}

export const isPostgres = (database: string): boolean => /^postgres(?:ql)?:\/\//.test(database)

/** The database as it may be shown: without the password. */
export function databaseName(database: string): string {
  if (!isPostgres(database)) return database
  const url = new URL(database)
  if (url.password !== '') url.password = '…'
  return decodeURI(url.href)
}

/** `file:///absolute`, `file:/absolute`, `file:relative` (to the folder the demo was started in) or `file::memory:`. */
function sqliteFile(value: string): string | undefined {
  if (!value.startsWith('file:') || value.includes('?')) return undefined
  const path = value.slice('file:'.length)
  if (path === ':memory:') return path
  if (path.startsWith('//')) return path.startsWith('///') ? fileURLToPath(value) : undefined
  if (path === '' || path.endsWith('/')) return undefined
  return isAbsolute(path) ? path : resolve(path)
}

/** Where the inbox keeps its mails: beside the database, or where it would be. */
export function inboxFileFor(database: string): string {
  if (isPostgres(database)) return inboxFileFor(defaultDatabase)
  return database === ':memory:' ? database : `${database.replace(/\.(sqlite3?|db)$/, '')}-inbox.sqlite`
}

/** The data folder of a plain `npm run demo`. */
export const defaultDatabase = join(import.meta.dirname, '..', 'data', 'demo.sqlite')
