import type { SealedUrls, TrackingUrls } from '../content/tracking-urls.ts'
import { checkBaseUrl } from '../domain/base-url.ts'
import { type Check, refuse, shown } from '../domain/expect/index.ts'
import type { TrackingPaths } from '../domain/tracking-paths.ts'
import { hearRejection } from '../kit/call-host.ts'
import { remember } from '../kit/remember.ts'
import type { TokenSealer } from './tokens.ts'
import { createTrackingUrls } from './tracking-urls.ts'

/** One base URL for all, or the function of the host that answers one for each tenant, at once. */
export type BaseUrlOption = string | ((owner: string | null) => string)

/** Checks the option `baseUrl`; what a function answers is checked whenever it is used. */
export const baseUrlOption: Check<BaseUrlOption> = (value, path) =>
  typeof value === 'function' ? (value as BaseUrlOption) : checkBaseUrl(value, path)

/** Tenants whose URLs are kept. */
const KEPT = 100

/** Where each tenant's URLs begin, and the URLs. */
export interface OwnerUrls {
  /** The base URL where there is one for all: what has no tenant, such as a default mount path, is made of it. */
  readonly fixed: string | undefined
  /** Throws `invalid_option` where the host's function throws, or answers with anything but a base URL. */
  baseOf(owner: string | null): string
  /** As `baseOf`. For a campaign it is called once, and not for each of its messages. */
  of(owner: string | null): TrackingUrls & { sealed: SealedUrls }
  /** Those below a base URL that `baseOf` gave. */
  below(baseUrl: string): TrackingUrls & { sealed: SealedUrls }
}

export function createOwnerUrls(option: BaseUrlOption, sealer: TokenSealer, paths?: TrackingPaths): OwnerUrls {
  /** Kept, because campaigns with the same URLs share what was made with them. */
  const make = remember((baseUrl: string) => createTrackingUrls({ baseUrl, sealer, paths }), KEPT)
  if (typeof option === 'string') {
    const urls = make(option)
    return { fixed: option, baseOf: () => option, of: () => urls, below: () => urls }
  }
  const baseOf = (owner: string | null) => checkBaseUrl(answerOf(option, owner), `baseUrl(${shown(owner)})`)
  return { fixed: undefined, baseOf, of: (owner) => make(baseOf(owner)), below: make }
}

function answerOf(option: (owner: string | null) => unknown, owner: string | null): unknown {
  const path = `baseUrl(${shown(owner)})`
  let answer: unknown
  try {
    answer = option(owner)
  } catch (error) {
    return refuse(path, 'an absolute http or https URL without query', 'an error', error)
  }
  if (hearRejection(answer)) return refuse(path, 'a URL at once', 'a promise')
  return answer
}
