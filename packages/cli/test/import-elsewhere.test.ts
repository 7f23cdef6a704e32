import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqliteStore } from '@sillage/store-sqlite'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { holdBack } from '../src/held-back.ts'
import { installation, runSillage } from './run-sillage.ts'

// Processes are started, each of which loads all sources.
vi.setConfig({ testTimeout: 60_000 })

const fixtures = join(import.meta.dirname, 'fixtures')
let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'sillage-import-'))
  const store = sqliteStore({ filename: join(cwd, 'empty.db') })
  await store.migrate()
  await store.close()
})
beforeEach(() => cp(join(cwd, 'empty.db'), join(cwd, 'campaigns.db')))
afterAll(() => rm(cwd, { recursive: true }))

async function imported(words: string[], input = '') {
  const env = { DATABASE: join(cwd, 'campaigns.db') }
  const { code, out } = await runSillage(['import', ...words, '--config', installation, '--json'], { cwd, env, input })
  const database = new Database(env.DATABASE)
  const all = (sql: string) => database.prepare<[], Record<string, string>>(sql).all()
  const contacts = all('select email, name from email_contacts order by email')
  const held = all('select email, reason from email_suppressions order by email')
  const tags = all('select tags from email_contacts where tags is not null')
  database.close()
  return { code, report: JSON.parse(out), contacts, held, tags }
}

it('takes subscribers of listmonk, and holds those back whom it does not mail', async () => {
  const { code, report, contacts, held } = await imported([join(fixtures, 'listmonk.csv')])
  expect({ code, report }).toMatchObject({ code: 0, report: { accepted: 3, invalidCount: 0, heldBack: 2 } })
  expect(contacts).toEqual([
    { email: 'ada@example.org', name: 'Ada Lovelace' },
    { email: 'bob@example.org', name: 'Bob' },
    { email: 'eve@example.org', name: 'Eve' },
  ])
  expect(held).toEqual([
    { email: 'bob@example.org', reason: 'manual' },
    { email: 'eve@example.org', reason: 'manual' },
  ])
})

it('takes the three files of Mailchimp, each for what it is', async () => {
  const subscribed = await imported([join(fixtures, 'mailchimp-subscribed.csv')])
  expect(subscribed).toMatchObject({ contacts: [{ email: 'ada@example.org', name: 'Ada Lovelace' }], held: [] })
  expect(JSON.stringify(subscribed.tags)).toMatch(/Port.*Press/)
  await imported([join(fixtures, 'mailchimp-unsubscribed.csv')])
  const { held } = await imported([join(fixtures, 'mailchimp-cleaned.csv')])
  expect(held).toEqual([
    { email: 'bob@example.org', reason: 'unsubscribe' },
    { email: 'eve@example.org', reason: 'bounce' },
  ])
})

it('holds everybody back who is said to have left, whatever the columns are called, from standard input too', async () => {
  const words = ['-', '--unsubscribed', '--column', 'email=Adresse']
  const { report, held } = await imported(words, 'Nom;Adresse\nAda;ada@example.org\nBob;nobody\nEve;eve@example.org')
  expect(report).toMatchObject({ accepted: 2, invalidCount: 1, heldBack: 2 })
  expect(held.map(({ email, reason }) => `${email} ${reason}`)).toEqual([
    'ada@example.org unsubscribe',
    'eve@example.org unsubscribe',
  ])
})

it('holds people back before their row is passed on, wherever the pieces of the file end', async () => {
  const asked: string[] = []
  const suppressions = { create: async ({ email }: { email: string }) => void asked.push(email) } as never
  const whole = await readFile(join(fixtures, 'listmonk.csv'))
  for (const size of [7, 30, 100, 10_000]) {
    asked.length = 0
    async function* pieces() {
      for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size)
    }
    const read = holdBack(pieces(), suppressions, { unsubscribed: false, emailHeader: undefined })
    let passed = ''
    for await (const part of read.chunks) {
      passed += Buffer.from(part).toString()
      if (/bob@.*\n/.test(passed)) expect(asked).toContain('bob@example.org')
    }
    expect(passed).toBe(whole.toString())
    expect(asked).toEqual(['bob@example.org', 'eve@example.org'])
    expect(read.count()).toBe(2)
  }
})
