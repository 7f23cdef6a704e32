import { expect, it } from 'vitest'
import { createSillage } from '../create-sillage.ts'
import type { SillageOptions } from '../sillage.ts'
import { memoryStore } from '../store/memory-store.ts'
import { recordingTransport } from '../testing/recording-transport.ts'
import { checkSillageOptions } from './check-options.ts'

const store = memoryStore()
const least = { store, baseUrl: 'http://mail.example/s' }

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  ['transports: expected one of store, transport,', { transports: {} } as object],
  ['store: expected a store such as sqliteStore', { store: {} }],
  ['limits.perSecond: expected a whole number from 1 to 1000000, got 0', { limits: { perSecond: 0 } }],
  ['limits.burst: expected at most perSecond, which is 2, got 5', { limits: { perSecond: 2, perDay: 9, burst: 5 } }],
  ['domainLimits: expected an object, got a number', { domainLimits: 5 }],
  ['domainLimits.*.perHour: expected a whole number', { domainLimits: { '*': { perHour: 0.5 } } }],
  ['concurrency: expected a whole number from 1 to 1000, got 0', { concurrency: 0 }],
  ['onUnknown: expected hold or resend, got "send"', { onUnknown: 'send' }],
  ['fallbackUrl: expected an http or https URL', { fallbackUrl: 'javascript:alert(1)' }],
  ['templates: expected an object with the function compile, got a string', { templates: 'mustache' }],
  [
    'directory: expected an object with the functions search, resolve, got one without resolve',
    { directory: { search() {} } },
  ],
  [
    'logger: expected an object with the functions debug, info, warn, error, got one without debug',
    { logger: { ...console, debug: 1 } },
  ],
  ['clock: expected an object with the functions now, sleep, got one without sleep', { clock: Date }],
  ['bus: expected an object with the functions publish, subscribe, got null', { bus: null }],
  ['classify: expected a function, got a boolean', { classify: true }],
  ['trustProxy: expected true, false, a number or a list', { trustProxy: 'loopback' }],
  ['privacy: expected an object', { privacy: true }],
  ['privacy.ips: expected one of ip, userAgent,', { privacy: { ips: 'none' } }],
  ['privacy.ip: expected full, truncated or none, got "some"', { privacy: { ip: 'some' } }],
  ['privacy.honourGpc: expected true or false, got "yes"', { privacy: { honourGpc: 'yes' } }],
  [
    'privacy.unsetConsent.open: expected one of opens, clicks, readTime, got "open"; did you mean opens?',
    { privacy: { unsetConsent: { open: true } } },
  ],
  ['privacy.unsetConsent.opens: expected true or false', { privacy: { unsetConsent: { opens: 1 } } }],
  ['privacy.retention.eventDay: expected one of eventDays, ', { privacy: { retention: { eventDay: 30 } } }],
  [
    'privacy.retention.messageDays: expected a number of days from 0, got -1',
    { privacy: { retention: { messageDays: -1 } } },
  ],
  ['privacy.retention.eventDays: expected a number of days', { privacy: { retention: { eventDays: '30' } } }],
  [
    'privacy.retention.eventDays.opens: expected one of open, ',
    { privacy: { retention: { eventDays: { opens: 30 } } } },
  ],
  [
    'privacy.retention.eventDays.open: expected a number of days',
    { privacy: { retention: { eventDays: { open: Number.NaN } } } },
  ],
])('%s', (message, options) => {
  expect(() => checkSillageOptions({ ...least, ...options } as SillageOptions)).toThrow(message)
})

it('takes what makes sense', () => {
  const privacy = {
    unsetConsent: { readTime: true },
    retention: { eventDays: { open: 30, click: 0.5 }, personalDays: 0, messageDays: 365 },
  }
  const domainLimits = { '*': { perHour: 2, burst: 5 } }
  expect(
    checkSillageOptions({ ...least, privacy, domainLimits, logger: console, trustProxy: ['10.0.0.0/8'] }).privacy,
  ).toBe(privacy)
})

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  [
    'retry.delays: expected one of delaysMs, shortestMs, deadlineMs, got "delays"; did you mean delaysMs?',
    { retry: { delays: [1] } },
  ],
  ['bulk.unsubscribe: expected one of unsubscribeMailto,', { bulk: { unsubscribe: 'a@example.org' } }],
  [
    'bulk.bounceAddress: expected an address such as name@example.org, got "bounces"',
    { bulk: { bounceAddress: 'bounces' } },
  ],
  ['domainLimits.example.org.perWeek: expected one of perSecond,', { domainLimits: { 'example.org': { perWeek: 1 } } }],
])('what a part of the system checks itself: %s', (message, options) => {
  const transport = recordingTransport({ clock: { now: () => 0, sleep: async () => {} } })
  expect(() => createSillage({ ...least, transport, ...options } as SillageOptions)).toThrow(message)
})
