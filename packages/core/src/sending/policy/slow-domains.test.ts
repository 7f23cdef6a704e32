import { describe, expect, it } from 'vitest'
import type { ThrottleStore } from '../../store/port/throttle-store.ts'
import { createSlowDomains } from './slow-domains.ts'

const throttles = { hold: async () => {} } as unknown as ThrottleStore
const now = { wall: 1_000_000, mono: 0 }

describe('slow domains', () => {
  it('are at most 10,000, and the newest are among them', async () => {
    const slow = createSlowDomains(throttles)
    for (let n = 0; n < 12_000; n++) await slow.slowDown(`d${n}.example`, now, `tenant ${n % 100}`)
    const kept = Array.from({ length: 12_000 }, (_, n) => slow.limitOf(`d${n}.example`, 1) !== undefined)
    expect(kept.filter(Boolean)).toHaveLength(10_000)
    expect(kept.slice(2_000).every(Boolean)).toBe(true)
  })

  it('of one tenant are at most 1,000, and push out none of another', async () => {
    const slow = createSlowDomains(throttles)
    await slow.slowDown('provider.example', now, 'b')
    for (let n = 0; n < 20_000; n++) await slow.slowDown(`d${n}.example`, now, 'a')
    expect(slow.limitOf('provider.example', 1)).toBeDefined()
    const kept = Array.from({ length: 20_000 }, (_, n) => slow.limitOf(`d${n}.example`, 1) !== undefined)
    expect(kept.filter(Boolean)).toHaveLength(1_000)
  })

  it('are held from the third refusal in a row, also amid the refusals of ever new domains', async () => {
    const slow = createSlowDomains(throttles)
    for (let n = 0; n < 2; n++) await slow.refused('provider.example', now, 'b')
    for (let n = 0; n < 20_000; n++) await slow.refused(`d${n}.example`, now, 'a')
    expect(slow.limitOf('provider.example', 1)).toBeUndefined()
    await slow.refused('provider.example', now, 'b')
    expect(slow.limitOf('provider.example', 1)).toBeDefined()
  })

  it('are not counted any more once they are held', async () => {
    const slow = createSlowDomains(throttles)
    for (let n = 0; n < 3; n++) await slow.refused('provider.example', now, 'b')
    expect(slow.watching).toBe(false)
  })
})
