import { afterEach, describe, expect, it } from 'vitest'
import { concurrency, deliveries, holdsThroughKills, killAndRestart, withStatus } from './kill/kill-and-restart.ts'

const cleaners: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleaners.splice(0).reverse()) await clean()
})

describe('senders killed at random moments', () => {
  it('no recipient is mailed twice, none is lost, and what cannot be known is unknown', {
    timeout: 120_000,
  }, async () => {
    await holdsThroughKills({ messages: 1_000, kills: 5 }, cleaners)
  })

  it('so it is with two mail servers that fail alternately', { timeout: 120_000 }, async () => {
    await holdsThroughKills({ messages: 400, kills: 3, servers: 2 }, cleaners)
  })

  it('with onUnknown: resend every message is sent, and only the unknown were mailed twice', {
    timeout: 120_000,
  }, async () => {
    const { servers, kills, states } = await killAndRestart({ messages: 300, kills: 2, onUnknown: 'resend' }, cleaners)
    const delivered = deliveries(servers)
    expect(withStatus(states, 'sent')).toHaveLength(300)
    expect(delivered.size).toBe(300)
    const twice = [...delivered.values()].filter((times) => times > 1)
    expect(twice.length).toBeLessThanOrEqual(concurrency * kills)
  })
})
