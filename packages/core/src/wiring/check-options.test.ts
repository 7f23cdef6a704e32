import { expect, it } from 'vitest'
import { createSillage } from '../create-sillage.ts'
import type { SillageOptions } from '../sillage.ts'
import { memoryStore } from '../store/memory-store.ts'
import { recordingTransport } from '../testing/recording-transport.ts'
import { checkOptions } from './check-options.ts'

const store = memoryStore()
const least = { store, baseUrl: 'http://mail.example/s' }

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  ['transports: expected one of store, transport,', { transports: {} } as object],
  ['store: expected a store such as sqliteStore', { store: {} }],
  ['limits.perSecond: expected a whole number from 1 to 1000000, got 0', { limits: { perSecond: 0 } }],
  ['limits.burst: expected at most perSecond, which is 2, got 5', { limits: { perSecond: 2, perDay: 9, burst: 5 } }],
  ['domainLimits: expected an object, got 5', { domainLimits: 5 }],
  ['domainLimits.*.perHour: expected a whole number', { domainLimits: { '*': { perHour: 0.5 } } }],
  ['concurrency: expected a whole number from 1 to 1000, got 0', { concurrency: 0 }],
  ['onUnknown: expected hold or resend, got send', { onUnknown: 'send' }],
  ['fallbackUrl: expected an http or https URL', { fallbackUrl: 'javascript:alert(1)' }],
  ['templates: expected the functions compile, got one without compile', { templates: 'mustache' }],
  ['directory: expected the functions search, resolve, got one without resolve', { directory: { search() {} } }],
  [
    'logger: expected the functions debug, info, warn, error, got one without debug',
    { logger: { ...console, debug: 1 } },
  ],
  ['clock: expected the functions now, sleep, got one without sleep', { clock: Date }],
  ['bus: expected the functions publish, subscribe, got', { bus: null }],
  ['classify: expected a function, got true', { classify: true }],
  ['trustProxy: expected true, false, a number of proxies, or a list', { trustProxy: 'loopback' }],
  ['privacy: expected an object', { privacy: true }],
  ['privacy.ips: unknown option; known are ip, userAgent,', { privacy: { ips: 'none' } }],
  ['privacy.ip: expected full or truncated or none, got some', { privacy: { ip: 'some' } }],
  ['privacy.honourGpc: expected true or false, got yes', { privacy: { honourGpc: 'yes' } }],
  ['privacy.unsetConsent.open: unknown option', { privacy: { unsetConsent: { open: true } } }],
  ['privacy.unsetConsent.opens: expected true or false', { privacy: { unsetConsent: { opens: 1 } } }],
  ['privacy.retention.eventDay: unknown option', { privacy: { retention: { eventDay: 30 } } }],
  [
    'privacy.retention.messageDays: expected a number of days from 0, got -1',
    { privacy: { retention: { messageDays: -1 } } },
  ],
  ['privacy.retention.eventDays: expected a number of days', { privacy: { retention: { eventDays: '30' } } }],
  ['privacy.retention.eventDays.opens: unknown option', { privacy: { retention: { eventDays: { opens: 30 } } } }],
  [
    'privacy.retention.eventDays.open: expected a number of days',
    { privacy: { retention: { eventDays: { open: Number.NaN } } } },
  ],
])('%s', (message, options) => {
  expect(() => checkOptions({ ...least, ...options } as SillageOptions)).toThrow(message)
})

it('takes what makes sense', () => {
  const privacy = {
    unsetConsent: { readTime: true },
    retention: { eventDays: { open: 30, click: 0.5 }, personalDays: 0, messageDays: 365 },
  }
  const domainLimits = { '*': { perHour: 2, burst: 5 } }
  expect(checkOptions({ ...least, privacy, domainLimits, logger: console, trustProxy: ['10.0.0.0/8'] }).privacy).toBe(
    privacy,
  )
})

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  ['retry.delays: unknown option; known are delaysMs, shortestMs, deadlineMs', { retry: { delays: [1] } }],
  ['bulk.unsubscribe: unknown option; known are unsubscribeMailto,', { bulk: { unsubscribe: 'a@example.org' } }],
  [
    'bulk.bounceAddress: expected an address such as name@example.org, got bounces',
    { bulk: { bounceAddress: 'bounces' } },
  ],
  [
    'domainLimits.example.org.perWeek: unknown option; known are perSecond,',
    { domainLimits: { 'example.org': { perWeek: 1 } } },
  ],
])('what a part of the system checks itself: %s', (message, options) => {
  const transport = recordingTransport({ clock: { now: () => 0, sleep: async () => {} } })
  expect(() => createSillage({ ...least, transport, ...options } as SillageOptions)).toThrow(message)
})
