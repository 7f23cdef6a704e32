import type { UtmParameters } from '../../domain/campaign.ts'
import { longestUrl } from './safe-location.ts'

const order = ['source', 'medium', 'campaign', 'term', 'content'] as const

/**
 * Adds UTM parameters to a destination, before its fragment and never over ones the author wrote. Everything else of
 * the URL stays as it is, character by character; all of it where the parameters would make it longer than any URL may
 * be. `shape` is the URL with its template tags blanked out, of the same length.
 */
export function addUtm(url: string, utm: UtmParameters | undefined, shape = url): string {
  const parameters = order
    .map((name) => [`utm_${name}`, utm?.[name]] as const)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent((value as string).toWellFormed())}`)
  const extended = addParameters(url, parameters.join('&'), shape)
  return extended.length > longestUrl ? url : extended
}

/** Adds query parameters whose names the URL does not have yet. */
export function addParameters(url: string, parameters: string, shape = url): string {
  const hash = shape.indexOf('#')
  const end = hash < 0 ? url.length : hash
  const question = shape.slice(0, end).indexOf('?')
  const present = new Set(
    question < 0
      ? []
      : shape
          .slice(question + 1, end)
          .split('&')
          .map(nameOf),
  )
  const missing = parameters.split('&').filter((parameter) => parameter !== '' && !present.has(nameOf(parameter)))
  if (missing.length === 0) return url
  const before = url.slice(0, end).trimEnd()
  const joint = question < 0 ? '?' : /[?&]$/.test(before) ? '' : '&'
  return before + joint + missing.join('&') + url.slice(end)
}

const nameOf = (parameter: string) => parameter.split('=', 1)[0]?.toLowerCase() ?? ''
