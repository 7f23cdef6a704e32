import { withoutEndSlashes } from '../kit/without-end-slashes.ts'
import { refuse, shown } from './expect/index.ts'

/**
 * The base URL without a trailing slash. Throws `invalid_option` for anything but an absolute http or https URL without
 * query.
 */
export function checkBaseUrl(baseUrl: unknown, path = 'baseUrl'): string {
  const url = typeof baseUrl === 'string' ? URL.parse(baseUrl) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    return refuse(path, 'an absolute http or https URL without query', shown(baseUrl))
  return withoutEndSlashes(url.href)
}

/** The path of a base URL, '' for none. */
export const basePathOf = (baseUrl: string): string => withoutEndSlashes(new URL(baseUrl).pathname)
