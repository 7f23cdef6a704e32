import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { type FakeTime, fakeTime, mailsOnAfterJump } from '../../store-kysely/test/clock/fake-time.ts'
import { jumps } from '../../store-kysely/test/clock/set-clock.ts'

let folder: string
let time: FakeTime
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sillage-clock-'))
  time = await fakeTime()
})
afterAll(async () => {
  await time.remove()
  await rm(folder, { recursive: true })
})

test.each(jumps)('the time of a process is set by %d ms amid a campaign: everybody is mailed, once', async (ms) => {
  await time.set(0)
  await mailsOnAfterJump(
    { filename: join(folder, `${ms}.db`) },
    { env: time.env, jump: () => time.set(ms), wrongMs: ms },
  )
})
