import { type Check, type Checks, checkOptions, flag, refuse, shown, text } from '../domain/expect/index.ts'
import type { When } from '../domain/when.ts'
import type { Sillage } from '../sillage.ts'

type OptionsOf<Method extends 'start' | 'stop' | 'sendDue'> = NonNullable<Parameters<Sillage[Method]>[0]>

/** Infinity too: as long as it takes. */
const milliseconds: Check<number> = (value, path) =>
  typeof value === 'number' && value >= 0 ? value : refuse(path, 'a number of milliseconds from 0', shown(value))

const moment: Check<When> = (value, path) => {
  const at = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at)
    ? refuse(path, 'a Date, or a time such as 2026-12-01T08:30:00Z', shown(value))
    : (value as When)
}

const start: Checks<OptionsOf<'start'>> = { send: flag }
const stop: Checks<OptionsOf<'stop'>> = { graceMs: milliseconds }
const sendDue: Checks<OptionsOf<'sendDue'>> = { campaignId: text('the id of a campaign'), until: moment }

const tenant = text('the tenant, as text that is not empty', (owner) => owner !== '')

/**
 * Check what the methods of an installation are given beside its own options: a misspelt `send: false` would begin to
 * send. Throw `invalid_option`.
 */
export const checkCalls = {
  owner: (owner: string) => tenant(owner, 'owner'),
  start: (options: OptionsOf<'start'> = {}) => checkOptions('start', options, start),
  stop: (options: OptionsOf<'stop'> = {}) => checkOptions('stop', options, stop),
  sendDue: (options: OptionsOf<'sendDue'> = {}) => checkOptions('sendDue', options, sendDue),
}
