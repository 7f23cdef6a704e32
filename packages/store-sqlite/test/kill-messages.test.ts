import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, test } from 'vitest'
import { killMessages } from '../../store-kysely/test/kills/kill-messages.ts'
import { sqliteStore } from '../src/index.ts'

test('messages by key, of one process that gives and sends and is killed: each key once, none lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-messages-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const open = ({ filename = '' }: { filename?: string }) => sqliteStore({ filename })
  const place = { filename: join(folder, 'messages.db') }
  await killMessages({ place, open, roles: [{ gives: true, sends: true }] }, { messages: 1_000, kills: 5 })
}, 120_000)
