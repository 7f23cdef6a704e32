import type { Campaign, CampaignInput, CampaignOptions, Limits, TrackingOptions } from '@sillage/core/browser'
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

/** Options that the form has fields for. */
type ShownOption = 'delayMs' | 'jitterMs' | 'limits' | 'tracking'
type CarriedOption = Exclude<keyof CampaignOptions, ShownOption>

interface CarriedOptions {
  input: Pick<CampaignInput, 'from' | 'replyTo' | CarriedOption>
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
export function advancedOf({ from, replyTo, options }: Campaign): Advanced {
  const { jitterMs, limits, tracking } = options
  return {
    jitter: jitterMs === 0 ? '' : String(jitterMs / 1000),
    limits: mapped(limitNames, (name) => String(limits[name] ?? '')),
    utm: mapped(utmNames, (name) => tracking.utm?.[name] ?? ''),
    carried: {
      input: { from, ...(replyTo === null ? {} : { replyTo }), ...carriedOf(options) },
      limits,
      tracking,
    },
  }
}

/** An option neither shown nor named here would be lost by a copy or a change, and does not compile. */
function carriedOf({ headers, list, onUnknown, concurrency }: CampaignOptions): Pick<CampaignInput, CarriedOption> {
  const carried: Pick<CampaignOptions, CarriedOption> = { headers, list, onUnknown, concurrency }
  return defined(carried)
}

/** The advanced settings as the API takes them; empty fields are left to the defaults. */
export function optionsOf({ jitter, limits, utm, carried }: Advanced): Partial<CampaignInput> {
  const { perSecond, burst } = carried.limits
  const allLimits = {
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(burst === undefined ? {} : { burst }),
    ...filled(limitNames, (name) => countOf(limits[name])),
  }
  const { utm: _, ...tracking } = carried.tracking
  const parameters = filled(utmNames, (name) => utm[name].trim() || undefined)
  return {
    ...carried.input,
    jitterMs: secondsOf(jitter === '' ? '0' : jitter) ?? 0,
    limits: allLimits,
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
export function hasAdvanced({ jitter, limits, utm }: Advanced): boolean {
  return [jitter, ...Object.values(limits), ...Object.values(utm)].some((value) => value.trim() !== '')
}

/**
 * Milliseconds, or undefined when the text is not a number of seconds up to a day. Comma and point are both decimal
 * separators.
 */
export function secondsOf(typed: string): number | undefined {
  const seconds = Number(typed.trim().replace(',', '.'))
  return typed.trim() !== '' && seconds >= 0 && seconds <= 86_400 ? Math.round(seconds * 1000) : undefined
}

function countOf(typed: string): number | undefined {
  const count = Number(typed.trim())
  return typed.trim() !== '' && Number.isInteger(count) && count >= 1 ? count : undefined
}

function mapped<K extends string>(names: readonly K[], value: (name: K) => string): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, string>
}

function filled<K extends string, V>(names: readonly K[], value: (name: K) => V | undefined): Partial<Record<K, V>> {
  const entries = names.map((name) => [name, value(name)] as const).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries) as Partial<Record<K, V>>
}
