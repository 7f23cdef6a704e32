import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killMessages } from '../../store-kysely/test/kills/kill-messages.ts'
import { sqliteStore } from '../src/index.ts'

test('20,000 messages by key, of a process that gives and sends and is killed 100 times: each key once, none lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-messages-'))
  const open = ({ filename = '' }: { filename?: string }) => sqliteStore({ filename })
  const place = { filename: join(folder, 'messages.db') }
  const roles = [{ gives: true, sends: true }]
  const unknown = await killMessages({ place, open, roles }, { messages: 20_000, kills: 100 })
  process.stdout.write(`messages: 20,000 by key on SQLite, 100 kills, ${unknown} unknown\n`)
  // Kills that found no message in flight would prove nothing.
  expect(unknown).toBeGreaterThan(0)
  rmSync(folder, { recursive: true })
})
