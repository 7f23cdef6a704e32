import type { HttpRequest } from './exchange.ts'

/** The languages that a browser asks for, in its order and in lower case, such as `fr-ca`; of a long list the first. */
export function languagesOf(request: Pick<HttpRequest, 'headers'>): string[] {
  return (request.headers['accept-language'] ?? '')
    .toLowerCase()
    .slice(0, 200)
    .split(',')
    .map((part) => part.split(';', 1)[0]?.trim() ?? '')
    .filter((language) => language !== '')
}
