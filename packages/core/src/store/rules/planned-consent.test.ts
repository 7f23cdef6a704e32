import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Consent } from '../../domain/recipient.ts'
import { decidedConsent, plannedConsent } from './planned-consent.ts'

const parts = ['opens', 'clicks', 'readTime'] as const
const NOON = Date.parse('2026-11-22T12:00:00Z')
const iso = (at: number) => new Date(at).toISOString()

const answers = fc.record({ opens: fc.boolean(), clicks: fc.boolean(), readTime: fc.boolean() }, { requiredKeys: [] })
const moment = fc.integer({ min: -2, max: 2 }).map((hours) => NOON + hours * 3_600_000)
const stamps = fc.record(
  {
    at: fc.oneof(moment.map(iso), fc.constantFrom('yesterday', '2026-11-23', '22/11/2026', '2026-11-22T23:00:00', '')),
    source: fc.constant('form'),
  },
  { requiredKeys: [] },
)
const given = fc.option(fc.tuple(answers, stamps).map(([said, stamp]): Consent => ({ ...said, ...stamp })))
const logged = fc.record({ consent: answers, at: moment, source: fc.constant('preferences') })

/** Where a consent stands beside a decision, by the one reading of `at` that counts. */
function order(consent: Consent | null, at: number): 'later' | 'earlier' | 'unknown' {
  const time = consent?.at?.endsWith('Z') ? Date.parse(consent.at) : at
  return time > at ? 'later' : time < at ? 'earlier' : 'unknown'
}

test('without a logged decision a recipient is planned with the consent given', () => {
  fc.assert(fc.property(given, (consent) => plannedConsent(consent, undefined) === consent))
})

test('what was withdrawn stays so, unless a consent of a later time says yes', () => {
  fc.assert(
    fc.property(given, logged, (consent, decision) => {
      const planned = plannedConsent(consent, decision)
      for (const part of parts) {
        if (decision.consent[part] !== false) continue
        const lifted = order(consent, decision.at) === 'later' && consent?.[part] === true
        expect(planned?.[part]).toBe(lifted)
      }
    }),
  )
})

test('what was allowed again wins over an earlier no, but not over one that is later or undated', () => {
  fc.assert(
    fc.property(given, logged, (consent, decision) => {
      const planned = plannedConsent(consent, decision)
      for (const part of parts) {
        if (decision.consent[part] !== true) continue
        const refused = order(consent, decision.at) !== 'earlier' && consent?.[part] === false
        expect(planned?.[part]).toBe(!refused)
      }
    }),
  )
})

test('a part without a decision is the one given, and a part that neither names stays unset', () => {
  fc.assert(
    fc.property(given, logged, (consent, decision) => {
      const planned = plannedConsent(consent, decision)
      for (const part of parts) {
        if (decision.consent[part] === undefined) expect(planned?.[part]).toBe(consent?.[part])
      }
      expect(Object.values(planned ?? {})).not.toContain(undefined)
    }),
  )
})

test('planning again with what was planned changes nothing', () => {
  fc.assert(
    fc.property(given, logged, (consent, decision) => {
      const once = plannedConsent(consent, decision)
      expect(plannedConsent(once, decision)).toEqual(once)
    }),
  )
})

test('when and where come from the decision that holds', () => {
  const log = { consent: { opens: false, clicks: true, readTime: false }, at: NOON, source: 'preferences' }
  const page = { at: iso(NOON), source: 'preferences' }
  const later = { opens: true, at: '2026-11-22T14:00:00+01:00', source: 'form' }
  expect(plannedConsent(null, log)).toEqual({ ...log.consent, ...page })
  expect(plannedConsent({ ...later, at: iso(NOON - 1) }, log)).toEqual({ ...log.consent, ...page })
  expect(plannedConsent(later, log)).toEqual({ ...log.consent, ...later })
  // The page said yes to clicks: a no without a date cannot come from the page.
  expect(plannedConsent({ clicks: false, source: 'crm' }, log)).toEqual({
    opens: false,
    clicks: false,
    readTime: false,
    source: 'crm',
  })
})

test('the log keeps the whole decision: parts a change does not name are those of the one before', () => {
  expect(decidedConsent(null, { opens: true })).toEqual({ opens: true })
  expect(decidedConsent({ opens: false, clicks: true, at: 'x', source: 'y' }, { clicks: false, source: 'z' })).toEqual({
    opens: false,
    clicks: false,
    source: 'z',
  })
})
