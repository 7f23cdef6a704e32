import { afterAll, beforeAll, describe, test } from 'vitest'
import { type FakeTime, fakeTime, mailsOnAfterJump } from '../../store-kysely/test/clock/fake-time.ts'
import { jumps } from '../../store-kysely/test/clock/set-clock.ts'
import { type PostgresServer, postgresServer } from './postgres-server.ts'

let ofSender: FakeTime
let ofServer: FakeTime
beforeAll(async () => {
  ofSender = await fakeTime()
  ofServer = await fakeTime()
})
afterAll(async () => {
  await ofSender.remove()
  await ofServer.remove()
})

describe.each(jumps)('set by %d ms amid a campaign', (ms) => {
  let server: PostgresServer
  beforeAll(async () => {
    await ofSender.set(0)
    await ofServer.set(0)
    server = await postgresServer({ env: ofServer.env })
  })
  afterAll(() => server.remove())

  test.each([
    ['of the sender', () => [ofSender]],
    ['of the database', () => [ofServer]],
    ['of both', () => [ofSender, ofServer]],
  ])('the time %s: everybody is mailed, once', async (_whose, clocks) => {
    for (const clock of [ofSender, ofServer]) await clock.set(0)
    const jump = async () => {
      for (const clock of clocks()) await clock.set(ms)
    }
    await mailsOnAfterJump(
      { connectionString: server.url },
      { env: ofSender.env, jump, wrongMs: clocks().includes(ofSender) ? ms : 0 },
    )
  })
})
