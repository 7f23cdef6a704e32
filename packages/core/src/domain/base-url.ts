import { SillageError } from './errors.ts'

/**
 * The base URL without a trailing slash. Throws `invalid_option` for anything but an absolute http or https URL without
 * query.
 */
export function checkBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new SillageError(
      'invalid_option',
      `baseUrl: expected an absolute http or https URL without query, got ${baseUrl}`,
      { field: 'baseUrl' },
    )
  return url.href.replace(/\/+$/, '')
}
