import { originalPaths } from '@sillage/core'
import { askMount, type MountAnswer } from './ask-mount.ts'
import { type Check, fault, ok, skipped } from './check.ts'

/** No token: it is answered by Sillage, and unsubscribes nobody. */
const forged = 'sillage-doctor'

/** Whether the request by which mail programs unsubscribe (RFC 8058) passes the filters before the route. */
export const oneClick: Check = async ({ baseUrl }) => {
  if (baseUrl === undefined) return [skipped('Each tenant has a baseUrl of its own.', 'Name one by --tenant.')]
  const answer = await askMount(baseUrl + originalPaths.unsubscribe.replace(':token', forged), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  if ('reason' in answer) return [skipped(`Nothing answers at ${baseUrl} (${answer.reason}).`)]
  if (isOurs(answer)) return [ok('The request of one-click unsubscription comes through.')]
  const what = answer.headers.get('location') === null ? `is answered ${answer.status}` : 'is redirected'
  return [
    fault(
      `The request of one-click unsubscription ${what} before it comes to Sillage.`,
      'Except the mount from the CSRF filter, the login and the redirects of the app: mail programs send neither cookie nor token.',
    ),
  ]
}

/** The page for a token that does not open, which no other page is like; and to whoever sent many, no page. */
const isOurs = ({ status, headers }: MountAnswer): boolean =>
  (status === 404 &&
    headers.get('x-robots-tag') === 'noindex, nofollow' &&
    headers.get('content-security-policy')?.includes("form-action 'self'") === true) ||
  (status === 429 && headers.get('retry-after') === '60')
