import { expect, test } from 'vitest'
import { databaseName, EnvironmentError, inboxFileFor, readEnvironment } from '../src/environment.ts'

const problems = (env: NodeJS.ProcessEnv, flags: string[] = []) => {
  try {
    readEnvironment(env, flags)
    return []
  } catch (error) {
    return error instanceof EnvironmentError ? error.problems : [String(error)]
  }
}

test('needs nothing', () => {
  expect(readEnvironment({ PORT: '' }, [])).toEqual({
    names: 'en',
    once: false,
    port: undefined,
    baseUrl: undefined,
    smtpUrl: undefined,
    database: undefined,
    from: undefined,
    concurrency: undefined,
    leaseMs: undefined,
  })
})

test('reads every variable', () => {
  const env = {
    PORT: '4200',
    BASE_URL: 'https://mail.example/',
    SMTP_URL: 'smtp://u:p@mail.example:587',
    DATABASE_URL: 'file:///tmp/x/demo.sqlite',
    NAMES: 'fr',
    FROM: 'Quai <a@b.example>',
    CONCURRENCY: '4',
    LEASE_MS: '3000',
  }
  expect(readEnvironment(env, [])).toEqual({
    port: 4200,
    baseUrl: 'https://mail.example',
    smtpUrl: 'smtp://u:p@mail.example:587',
    database: '/tmp/x/demo.sqlite',
    names: 'fr',
    from: 'Quai <a@b.example>',
    concurrency: 4,
    leaseMs: 3000,
    once: false,
  })
})

test.each([
  [{ PORT: 'x' }, /^PORT: expected a port/],
  [{ PORT: '70000' }, /^PORT: /],
  [{ BASE_URL: 'localhost:4100' }, /^BASE_URL: /],
  [{ BASE_URL: 'http://localhost/mail' }, /^BASE_URL: /],
  [{ SMTP_URL: 'mail.example:25' }, /^SMTP_URL: /],
  [{ DATABASE_URL: 'mysql://u:secret@db/x' }, /^DATABASE_URL: expected file:/],
  [{ DATABASE_URL: 'file:' }, /^DATABASE_URL: /],
  [{ NAMES: 'de' }, /^NAMES: expected en or fr/],
  [{ FROM: 'nobody' }, /^FROM: /],
  [{ CONCURRENCY: '0' }, /^CONCURRENCY: /],
  [{ LEASE_MS: '-1' }, /^LEASE_MS: /],
])('names what it expected instead of %o, without repeating a possible secret', (env, expected) => {
  const found = problems(env)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(expected)
  expect(found[0]).not.toContain('secret')
})

test('names all problems at once, unknown flags included', () => {
  expect(problems({ PORT: 'x', NAMES: 'x' }, ['--twice'])).toHaveLength(3)
  expect(problems({ SMTP_URL: 'smtp://mail.example' }, ['--once'])[0]).toMatch(/^SMTP_URL: leave it unset with --once/)
})

test('takes a PostgreSQL database and shows it without its password', () => {
  const url = 'postgres://ada:secret@db.example/mail'
  expect(readEnvironment({ DATABASE_URL: url }, []).database).toBe(url)
  expect(databaseName(url)).toBe('postgres://ada:…@db.example/mail')
})

test('keeps the inbox beside the database', () => {
  expect(inboxFileFor('/tmp/demo.sqlite')).toBe('/tmp/demo-inbox.sqlite')
  expect(inboxFileFor('/tmp/demo')).toBe('/tmp/demo-inbox.sqlite')
  expect(inboxFileFor(':memory:')).toBe(':memory:')
})
