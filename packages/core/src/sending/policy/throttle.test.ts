import { describe, expect, it } from 'vitest'
import { campaignLimits, domainLimits, domainLimitsOf, foldDomains, limitsOf, ownLimits } from './throttle.ts'

const hour = 3_600_000

describe('limits', () => {
  it('space N per T with burst b by T / (N − b + 1)', () => {
    expect(limitsOf('k', { perSecond: 10, perHour: 100, burst: 5 })).toEqual([
      { key: 'k:perSecond', intervalMs: 1000 / 6, burst: 5 },
      { key: 'k:perHour', intervalMs: hour / 96, burst: 5 },
    ])
    expect(limitsOf('k', { perSecond: 2, burst: 9 })).toEqual([{ key: 'k:perSecond', intervalMs: 1000, burst: 2 }])
    expect(campaignLimits(7, { delayMs: 0, jitterMs: 5, limits: {} })).toEqual([
      { key: 'campaign:7:delay', intervalMs: 0, burst: 1 },
    ])
    expect(campaignLimits(7, { delayMs: 0, jitterMs: 0, limits: {} })).toEqual([])
  })

  it('are found by domain, else by *', () => {
    const limits = foldDomains({ 'Gmail.com': { perSecond: 5 }, '*': { perMinute: 60 } })
    expect(domainLimitsOf('gmail.com', limits)[0]?.key).toBe('domain:gmail.com:perSecond')
    expect(domainLimitsOf('example.org', limits)[0]?.key).toBe('domain:example.org:perMinute')
    expect(domainLimitsOf('example.org', undefined)).toEqual([])
  })

  it('are checked', () => {
    expect(() => ownLimits({ perSecond: 0 }, 'limits')).toThrow(
      'limits.perSecond: expected a whole number from 1 to 1000000, got 0',
    )
    expect(() => ownLimits({ perWeek: 1 }, 'limits')).toThrow(/limits.perWeek: expected one of perSecond, /)
    expect(() => domainLimits({ 'a.example': { burst: 1.5 } }, 'domainLimits')).toThrow(/domainLimits.a.example.burst/)
    for (const name of ['', '@a.example', 'a b.example', 'example', 'a.example.', '*.example', 'münchen.example/x'])
      expect(() => domainLimits({ [name]: { perDay: 1 } }, 'domainLimits')).toThrow(
        `domainLimits: expected domains such as example.org, or *, got ${JSON.stringify(name)}`,
      )
  })

  it('of one domain under two names are refused, and both are named', () => {
    for (const [one, other] of [
      ['gmail.com', 'Gmail.com'],
      ['münchen.example', 'xn--mnchen-3ya.example'],
      ['XN--MNCHEN-3YA.example', 'MÜNCHEN.example'],
      ['example.org', 'example。org'],
      ['straße.example', 'STRAẞE.example'],
    ] as const)
      expect(() => domainLimits({ '*': {}, [one]: { perDay: 1 }, [other]: { perDay: 2 } }, 'domainLimits')).toThrow(
        `domainLimits: expected each domain under one name, got "${one}" and "${other}"`,
      )
  })
})
