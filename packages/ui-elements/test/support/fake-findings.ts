import type { Finding, PreviewInput } from '@sillage/core/browser'

/** Of all that a check finds: links without an origin. */
export function findingsOf({ html = '' }: PreviewInput): Finding[] {
  const count = [...html.matchAll(/href="(?!https?:)/g)].length
  return count === 0
    ? []
    : [{ code: 'relative_link', level: 'warning', message: 'A relative link.', field: 'html', count }]
}
