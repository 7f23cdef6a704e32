import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { killInPhases } from '../../store-kysely/test/kills/kill-in-phases.ts'
import { sqliteStore } from '../src/index.ts'

test('100 processes killed amid their work leave a sound file, true counters, and nobody mailed twice or lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-kills-'))
  let files = 0
  const killed = await killInPhases(
    {
      place: { filename: join(folder, 'kills.db') },
      open: ({ filename = '' }) => sqliteStore({ filename }),
      fresh: () => ({ filename: join(folder, `fresh-${files++}.db`) }),
      async faults({ filename = '' }) {
        const file = new Database(filename, { readonly: true })
        const integrity = file.pragma('integrity_check', { simple: true })
        const references = file.pragma('foreign_key_check') as unknown[]
        file.close()
        return [...(integrity === 'ok' ? [] : [String(integrity)]), ...references.map((one) => JSON.stringify(one))]
      },
    },
    100,
  )
  rmSync(folder, { recursive: true })
  process.stdout.write(`kills by phase: ${JSON.stringify(Object.fromEntries(killed))}\n`)
  expect([...killed.values()].reduce((a, b) => a + b)).toBe(100)
})
