import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { feedbackMix } from '../../store-kysely/test/feedback/feedback-mix.ts'
import { sqliteStore } from '../src/index.ts'

test('of 10,000 mails every one comes to its right end, whatever comes back, twice, out of order, amid kills', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sillage-mix-'))
  const place = { filename: join(folder, 'mix.db') }
  const done = await feedbackMix({ place, open: () => sqliteStore(place) }, 10_000, 10)
  rmSync(folder, { recursive: true })
  process.stdout.write(`feedback mix: ${JSON.stringify(done)}\n`)
  expect(done.came).toBeGreaterThan(2_000)
})
