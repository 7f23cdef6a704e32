import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

async function timeOf({ url }: PostgresServer): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
  await client.end()
  return rows[0]?.now.getTime() ?? 0
}

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
    const wrongMs = (await timeOf(server)) - Date.now()
    expect(Math.abs(wrongMs - (clocks().includes(ofServer) ? ms : 0)), 'the time was set').toBeLessThan(500)
  })
})
