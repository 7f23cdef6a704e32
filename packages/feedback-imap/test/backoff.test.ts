import { expect, it } from 'vitest'
import { createBackoff } from '../src/backoff.ts'
import { watched } from './watched.ts'

it('waits from one second to five minutes, and as short as at first after a success', () => {
  const longest = createBackoff(() => 0.999_999)
  const shortest = createBackoff(() => 0)
  const seconds = (backoff = longest) => Array.from({ length: 11 }, () => Math.round(backoff.next() / 1000))
  expect(seconds()).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  expect(seconds(shortest)).toEqual([1, 1, 2, 4, 8, 16, 32, 64, 128, 150, 150])
  longest.reset()
  expect(longest.next()).toBe(1_000)
})

it('asks for the login anew for each connection, so that a token that was refused is fetched again', async () => {
  const { server, clock, log, watch, waiting, retrying } = await watched()
  server.tokens.add('token-2')
  let asked = 0
  const imap = async () => {
    asked += 1
    const auth = { user: 'bounces', accessToken: `token-${asked}` }
    return { host: '127.0.0.1', port: server.port, auth }
  }
  const watching = watch({ imap })
  await retrying(watching)
  expect(watching.state().error).toBe('authentication_refused')
  await clock.advance(1_000)
  await waiting(watching)
  expect(asked).toBe(2)
  expect(watching.state().error).toBeNull()
  expect(log).toEqual([
    'warn {"source":"imap","code":"authentication_refused","waitMs":1000} the mailbox could not be read and is tried again',
  ])
})

it('goes on when no login is available, and waits longer each time', async () => {
  const { clock, log, watch, retrying } = await watched()
  let asked = 0
  const imap = () => {
    asked += 1
    throw new Error('no token for zoe@example.org')
  }
  const watching = watch({ imap })
  for (let times = 1; times < 5; times += 1) {
    await retrying(watching)
    expect(asked).toBe(times)
    await clock.advanceToNext()
  }
  const waits = log.map((line) => Number(/"waitMs":(\d+)/.exec(line)?.[1]))
  expect(waits[3]).toBeGreaterThanOrEqual(4_000)
  expect(watching.state().error).toBe('imap_options_failed')
  expect(log.join()).not.toContain('@')
})
