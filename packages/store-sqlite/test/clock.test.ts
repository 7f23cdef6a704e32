import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  create,
  installation,
  jumps,
  sendsOnAfterJump,
  sent,
  wrongBy,
} from '../../store-kysely/test/clock/set-clock.ts'
import { sqliteStore } from '../src/index.ts'

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'sillage-clock-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

test('the clock is set amid a campaign, either way: each recipient is mailed, once', async () => {
  const own = await folder()
  await Promise.all(jumps.map((jump, n) => sendsOnAfterJump(sqliteStore({ filename: join(own, `${n}.db`) }), jump)))
})

test('the clock was ahead, then right when the process was restarted: each recipient is mailed, once', async () => {
  const own = await folder()
  const restarted = jumps
    .filter((jump) => jump > 1_000)
    .map(async (ahead, n) => {
      const open = (ms: number) => installation(sqliteStore({ filename: join(own, `${n}.db`) }), wrongBy(ms))
      const fast = open(ahead)
      await fast.sillage.migrate()
      await fast.sillage.start()
      const begun = sent(fast.sillage, 5)
      await create(fast.sillage, 'a', 30)
      await begun
      await fast.sillage.close()

      const next = open(0)
      const rest = sent(next.sillage, 40 - fast.sends.length)
      await next.sillage.start()
      await create(next.sillage, 'b', 10)
      await rest
      await next.sillage.close()
      const sends = [...fast.sends, ...next.sends]
      expect(sends).toHaveLength(40)
      expect(new Set(sends.map(({ to }) => to)).size, `after ${ahead} ms`).toBe(40)
    })
  await Promise.all(restarted)
})
