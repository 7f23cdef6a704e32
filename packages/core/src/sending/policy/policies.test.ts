import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTokenSealer } from '../../tracking/tokens.ts'
import { createTrackingUrls } from '../../tracking/tracking-urls.ts'
import { bulkOptions, createBulkHeaders } from '../bulk-headers.ts'
import { messageIdFor } from '../engine/compose-message.ts'
import { createBreaker } from './breaker.ts'
import { createRetryPolicy, retryOptions } from './retry-policy.ts'
import { campaignLimits, domainLimits, domainLimitsOf, foldDomains, limitsOf, ownLimits } from './throttle.ts'

const hour = 3_600_000

describe('createRetryPolicy', () => {
  it('ends within the deadline, whatever chance says', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (chance) => {
        const policy = createRetryPolicy({}, () => chance)
        let sum = 0
        let attempts = 1
        for (
          let delay = policy.delayAfter(attempts, 'other');
          delay !== undefined;
          delay = policy.delayAfter(attempts, 'other')
        ) {
          expect(delay).toBeGreaterThanOrEqual(60_000)
          sum += delay
          attempts += 1
        }
        expect(attempts).toBe(policy.attempts)
        expect(sum).toBeLessThanOrEqual(48 * hour)
      }),
    )
    expect(createRetryPolicy().attempts).toBeGreaterThan(12)
  })

  it('spreads waits over the whole step, and gives greylisting servers time', () => {
    expect(createRetryPolicy({}, () => 0).delayAfter(5, 'connection')).toBe(60_000)
    expect(createRetryPolicy({}, () => 0.999999).delayAfter(5, 'connection')).toBeGreaterThan(1.99 * hour)
    expect(createRetryPolicy({}, () => 0).delayAfter(5, 'greylist')).toBe(300_000)
  })

  it('refuses what makes no sense', () => {
    expect(() => retryOptions({ delaysMs: [] }, 'retry')).toThrow(
      'retry.delaysMs: expected at least one wait, got none',
    )
    expect(() => retryOptions({ delaysMs: [5, 0] }, 'retry')).toThrow(/retry.delaysMs\[1\]: .* above 0, got 0/)
    expect(() => retryOptions({ deadlineMs: Number.NaN }, 'retry')).toThrow(/retry.deadlineMs/)
    expect(createRetryPolicy({ deadlineMs: 0 }).delayAfter(1, 'other')).toBeUndefined()
  })
})

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
  })
})

describe('createBulkHeaders', () => {
  const sealer = createTokenSealer(['a secret for tests only'])
  const urls = createTrackingUrls({ baseUrl: 'https://mail.example.com', sealer })
  const none = new Set<string>()

  it('always offers one-click unsubscription, in one field', () => {
    const headers = createBulkHeaders({ unsubscribeMailto: 'leave@example.com' }, { urls, sealer }).headers(5, none)
    const token = sealer.seal({ kind: 'unsubscribe', messageId: 5 })
    expect(headers).toEqual([
      {
        name: 'List-Unsubscribe',
        value: `<https://mail.example.com/track/unsubscribe/${token}>, <mailto:leave@example.com?subject=${token}>`,
      },
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ])
  })

  it('adds what is asked for, and leaves to the campaign what it sets itself', () => {
    const bulk = createBulkHeaders(
      {
        listId: 'News <news.example.com>',
        feedbackId: 'c1:acme:news:acmemail',
        precedence: 'bulk',
        autoSubmitted: true,
      },
      { urls, sealer },
    )
    expect(bulk.headers(1, new Set(['list-id', 'list-unsubscribe'])).map(({ name }) => name)).toEqual([
      'Feedback-ID',
      'Precedence',
      'Auto-Submitted',
      'X-Auto-Response-Suppress',
    ])
  })

  it('puts a token into the bounce address', () => {
    const plus = createBulkHeaders({ bounceAddress: 'bounces@example.com' }, { urls, sealer })
    const from = plus.envelopeFrom(9) ?? ''
    expect(from).toMatch(/^bounces\+[0-9a-z]{26}@example\.com$/)
    expect(sealer.open(from.slice(8, 34))).toEqual({ kind: 'bounce', messageId: 9, linkId: 0 })
    const marked = createBulkHeaders({ bounceAddress: 'b-{token}@example.com' }, { urls, sealer })
    expect(marked.envelopeFrom(9)).toMatch(/^b-[0-9a-z]{26}@example\.com$/)
    expect(createBulkHeaders({}, { urls, sealer }).envelopeFrom(9)).toBeUndefined()
  })

  it('refuses what would break a header', () => {
    for (const options of [
      { unsubscribeMailto: 'a@b.example\r\nBcc: c@d.example' },
      { listId: 'x\r\nBcc: y' },
      { feedbackId: 'a b' },
      { precedence: 'urgent' as never },
      { bounceAddress: 'no address' },
      { bounceAddress: 'a@{token}' },
    ])
      expect(() => bulkOptions(options, 'bulk')).toThrow(/^bulk\./)
  })
})

it('a Message-ID is fixed, unique and reveals nothing', () => {
  expect(messageIdFor('seed', 1, 'example.com')).toBe(messageIdFor('seed', 1, 'example.com'))
  const ids = new Set(Array.from({ length: 1000 }, (_, n) => messageIdFor(`seed ${n % 2}`, n, 'example.com')))
  expect(ids.size).toBe(1000)
})

it('a breaker opens after failures in a row, and doubles its waits up to the longest', () => {
  const breaker = createBreaker({ failures: 2, firstMs: 100, longestMs: 400 }, () => 1)
  expect(breaker.failed(0)).toBe(false)
  breaker.worked()
  expect(breaker.failed(0)).toBe(false)
  expect(breaker.failed(0)).toBe(true)
  const waits: number[] = []
  for (let probe = 0; probe < 4; probe += 1) {
    waits.push(breaker.probeAt)
    breaker.probeFailed(0)
  }
  expect(waits).toEqual([100, 200, 400, 400])
  breaker.worked()
  expect(breaker.open).toBe(false)
})
