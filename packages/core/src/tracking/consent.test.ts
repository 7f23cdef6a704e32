import { expect, it } from 'vitest'
import type { Consent } from '../domain/recipient.ts'
import { trackingFor, unsetConsentDefault } from './consent.ts'

const kinds = ['opens', 'clicks', 'readTime'] as const
const all = { opens: true, clicks: true, readTime: true }
const bits = Array.from({ length: 8 }, (_, n) => ({
  opens: (n & 1) !== 0,
  clicks: (n & 2) !== 0,
  readTime: (n & 4) !== 0,
}))
const consentOf = (given: typeof all): Consent => ({ ...given, at: '2026-01-01T00:00:00.000Z', source: 'form' })

it.each(bits)('what a campaign does not measure is not measured, and nothing else: %j', (campaign) => {
  expect(trackingFor(campaign, consentOf(all), { unset: all, readTime: true })).toEqual(campaign)
  expect(trackingFor(campaign, null, { unset: all, readTime: true })).toEqual(campaign)
})

it.each(bits)('what a person did not agree to is not measured, and nothing else: %j', (person) => {
  expect(trackingFor({}, consentOf(person), { unset: all, readTime: true })).toEqual(person)
  const unset = trackingFor({}, null, { unset: person, readTime: true })
  expect(unset).toEqual(person)
})

it('of a person who was not asked, opens and clicks are measured, and read time is not', () => {
  expect(trackingFor({}, null, { unset: unsetConsentDefault, readTime: true })).toEqual({ ...all, readTime: false })
})

it('the most restrictive of installation, campaign and person holds', () => {
  for (const campaign of bits)
    for (const person of bits)
      for (const readTime of [true, false]) {
        const tracked = trackingFor(campaign, consentOf(person), { unset: all, readTime })
        for (const kind of kinds)
          expect(tracked[kind]).toBe(campaign[kind] && person[kind] && (kind !== 'readTime' || readTime))
      }
})
