import { expect, it } from 'vitest'
import { createSillage } from '../create-sillage.ts'
import type { SillageOptions } from '../options.ts'
import { memoryStore } from '../store/memory/memory-store.ts'
import { recordingTransport } from '../testing/recording-transport.ts'
import { checkSillageOptions } from './check-options.ts'

const store = memoryStore()
const least = { store, baseUrl: 'http://mail.example/s' }

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  ['transports: expected one of store, baseUrl, transport,', { transports: {} } as object],
  ['store: expected a store such as sqliteStore', { store: {} }],
  [
    'sending.limits.perSecond: expected a whole number from 1 to 1000000, got 0',
    { sending: { limits: { perSecond: 0 } } },
  ],
  [
    'sending.limits.burst: expected at most perSecond, which is 2, got 5',
    { sending: { limits: { perSecond: 2, perDay: 9, burst: 5 } } },
  ],
  ['sending.domainLimits: expected an object, got a number', { sending: { domainLimits: 5 } }],
  ['sending.domainLimits.*.perHour: expected a whole number', { sending: { domainLimits: { '*': { perHour: 0.5 } } } }],
  ['sending.concurrency: expected a whole number from 1 to 1000, got 0', { sending: { concurrency: 0 } }],
  ['sending.concurency: expected one of concurrency, limits,', { sending: { concurency: 5 } }],
  ['sending: expected an object, got a number', { sending: 5 }],
  ['concurrency: expected one of store, baseUrl, transport,', { concurrency: 5 } as object],
  ['sending.onUnknown: expected hold or resend, got "send"', { sending: { onUnknown: 'send' } }],
  ['tracking.fallbackUrl: expected an http or https URL', { tracking: { fallbackUrl: 'javascript:alert(1)' } }],
  [
    'content.templateEngine: expected an object with the function compile, got a string',
    { content: { templateEngine: 'mustache' } },
  ],
  [
    'directory: expected an object with the functions search, resolve, got one without resolve',
    { directory: { search() {} } },
  ],
  ['directory.tags: expected a function, got a number', { directory: { search() {}, resolve() {}, tags: 5 } }],
  [
    'logger: expected an object with the functions debug, info, warn, error, got one without debug',
    { logger: { ...console, debug: 1 } },
  ],
  ['clock: expected an object with the functions now, sleep, got one without sleep', { clock: Date }],
  ['bus: expected an object with the functions publish, subscribe, got null', { bus: null }],
  ['tracking.classify: expected a function, got a boolean', { tracking: { classify: true } }],
  ['http.trustProxy: expected true, false, a number or a list', { http: { trustProxy: 'loopback' } }],
  ['from: expected one sender such as Name <name@example.org> or { email, name }, got 5', { from: 5 }],
  ['from.email: expected an address such as name@example.org, got undefined', { from: { name: 'Ada' } }],
  ['from.name: expected a name of one line, at most 200 characters', { from: { email: 'a@b.example', name: 'a\nb' } }],
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
    checkSillageOptions({
      ...least,
      privacy,
      sending: { domainLimits },
      logger: console,
      http: { trustProxy: ['10.0.0.0/8'] },
    }).privacy,
  ).toBe(privacy)
})

it.each<[string, object]>([
  ['got "concurrency"; did you mean sending.concurrency?', { concurrency: 5 }],
  ['got "trustproxy"; did you mean http.trustProxy?', { sending: { trustproxy: true } }],
  ['got "httpTrustProxy"; did you mean http.trustProxy?', { httpTrustProxy: true }],
  ['got "opens"; did you mean open?', { privacy: { retention: { eventDays: { opens: 30 } } } }],
  ['got "opens"; it belongs to campaigns.create({ tracking: { opens } })', { tracking: { opens: false } }],
  ['got "opens"; did you mean privacy.unsetConsent.opens?', { http: { opens: false } }],
  ['got "trackOpens"; it belongs to campaigns.create({ tracking: { opens } })', { trackOpens: false }],
  ['got "delayMs"; it belongs to campaigns.create({ delayMs })', { sending: { delayMs: 500 } }],
  ['got "html"; it belongs to campaigns.create({ html })', { html: '<p>' }],
  ['http, got "weather"', { weather: 'fine' }],
])('the message about an option at the wrong place names the right one: %s', (end, options) => {
  expect(() => checkSillageOptions({ ...least, ...options })).toThrow(
    expect.toSatisfy(({ message }: Error) => message.endsWith(end)),
  )
})

it.each<[string, Partial<Record<keyof SillageOptions, unknown>>]>([
  [
    'sending.retry.delays: expected one of delaysMs, shortestMs, deadlineMs, got "delays"; did you mean delaysMs?',
    { sending: { retry: { delays: [1] } } },
  ],
  [
    'sending.marks.unsubscribe: expected one of unsubscribeMailto,',
    { sending: { marks: { unsubscribe: 'a@example.org' } } },
  ],
  [
    'sending.marks.bounceAddress: expected an address such as name@example.org, got "bounces"',
    { sending: { marks: { bounceAddress: 'bounces' } } },
  ],
  [
    'sending.domainLimits.example.org.perWeek: expected one of perSecond,',
    { sending: { domainLimits: { 'example.org': { perWeek: 1 } } } },
  ],
])('what a part of the system checks itself: %s', (message, options) => {
  const transport = recordingTransport({ clock: { now: () => 0, sleep: async () => {} } })
  expect(() => createSillage({ ...least, transport, ...options } as SillageOptions)).toThrow(message)
})
