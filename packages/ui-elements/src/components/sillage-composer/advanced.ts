import type { Campaign, CampaignInput, Limits, TrackingOptions } from '@sillage/core/browser'
import { countOf, secondsOf } from '../typed-numbers.ts'
import { defined } from './defined.ts'

export const limitNames = ['perMinute', 'perHour', 'perDay'] as const
export const utmNames = ['source', 'medium', 'campaign', 'term', 'content'] as const

/** What few authors need: a random addition to the delay, limits and UTM parameters, as typed. */
export interface Advanced {
  /** In seconds. */
  jitter: string
  limits: Record<(typeof limitNames)[number], string>
  utm: Record<(typeof utmNames)[number], string>
  /** Settings of the campaign that a copy or a change started from, for which there are no fields. */
  carried: CarriedOptions
}

/** What has a field in the form, or belongs to one request and not to the campaign. */
type Placed =
  | 'name'
  | 'subject'
  | 'html'
  | 'document'
  | 'inlineCss'
  | 'template'
  | 'text'
  | 'recipients'
  | 'onInvalid'
  | 'delayMs'
  | 'jitterMs'
  | 'limits'
  | 'tracking'
  | 'scheduledAt'
  | 'start'
  | 'key'
/**
 * What is left, all of it required, also what may be undefined: it is named where it is carried, and a new field of the
 * input does not compile until it has a place.
 */
export type Unplaced<Input = CampaignInput> = {
  [K in Exclude<keyof Input, Placed>]: Input[K]
}

interface CarriedOptions {
  input: Partial<Unplaced>
  limits: Limits
  tracking: TrackingOptions
}

export const noAdvanced: Advanced = {
  jitter: '',
  limits: { perMinute: '', perHour: '', perDay: '' },
  utm: { source: '', medium: '', campaign: '', term: '', content: '' },
  carried: { input: {}, limits: {}, tracking: {} },
}

/** The advanced settings of a campaign as the form shows them, and those without a field. */
export function advancedOf({ jitterMs, limits, tracking, ...campaign }: Campaign): Advanced {
  const { preheader, from, replyTo, concurrency, headers, attachments, topic, onUnknown, transport, hours, notAfter } =
    campaign
  const unplaced: Unplaced = {
    preheader: preheader ?? undefined,
    from,
    replyTo: replyTo.length === 0 ? undefined : replyTo,
    concurrency: concurrency ?? undefined,
    headers,
    attachments: attachments.length === 0 ? undefined : attachments,
    topic: topic ?? undefined,
    onUnknown,
    transport: transport ?? undefined,
    hours: hours ?? undefined,
    notAfter: notAfter ?? undefined,
  }
  return {
    jitter: jitterMs === 0 ? '' : String(jitterMs / 1000),
    limits: mapped(limitNames, (name) => String(limits[name] ?? '')),
    utm: mapped(utmNames, (name) => tracking.utm?.[name] ?? ''),
    carried: { input: defined(unplaced), limits, tracking },
  }
}

/** The advanced settings as the API takes them; empty fields are left to the defaults. */
export function optionsOf({
  jitter,
  limits,
  utm,
  carried,
}: Advanced): Partial<Unplaced> & Pick<CampaignInput, 'jitterMs' | 'limits' | 'tracking'> {
  const { utm: carriedUtm = {}, ...tracking } = carried.tracking
  const parameters = {
    ...without(carriedUtm, utmNames),
    ...filled(utmNames, (name) => utm[name].trim() || undefined),
  }
  return {
    ...carried.input,
    jitterMs: secondsOf(jitter === '' ? '0' : jitter) ?? 0,
    limits: { ...without(carried.limits, limitNames), ...filled(limitNames, (name) => countOf(limits[name])) },
    tracking: Object.keys(parameters).length === 0 ? tracking : { ...tracking, utm: parameters },
  }
}

/** Which advanced field holds something other than a number it could take. */
export function advancedFault({ jitter, limits }: Advanced): 'jitter' | 'limits' | undefined {
  if (jitter.trim() !== '' && secondsOf(jitter) === undefined) return 'jitter'
  return limitNames.some((name) => limits[name].trim() !== '' && countOf(limits[name]) === undefined)
    ? 'limits'
    : undefined
}

/** Whether the advanced part holds anything. */
export function hasAdvanced({ jitter, limits, utm, carried }: Advanced): boolean {
  const { hours, topic, notAfter, transport, attachments } = carried.input
  if ([hours, topic, notAfter, transport, attachments].some((value) => value !== undefined)) return true
  return [jitter, ...Object.values(limits), ...Object.values(utm)].some((value) => value.trim() !== '')
}

function mapped<K extends string>(names: readonly K[], value: (name: K) => string): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, string>
}

function filled<K extends string, V>(names: readonly K[], value: (name: K) => V | undefined): Partial<Record<K, V>> {
  const entries = names.map((name) => [name, value(name)] as const).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries) as Partial<Record<K, V>>
}

/** Without the fields of these names: what the form has no field for. */
function without<T extends object, K extends keyof T>(of: T, names: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(of).filter(([name]) => !names.some((one) => one === name))) as Omit<T, K>
}
