import { originalPaths } from '@sillage/core'
import { askMount, type MountAnswer } from './ask-mount.ts'
import { type Check, fault, ok, skipped } from './check.ts'

/** The pixel answers the same 43 bytes to every token, of which a forged one is not counted. */
const pixelBytes = 43

/** Whether `baseUrl` leads to the routes that recipients reach. */
export const mount: Check = async ({ baseUrl }) => {
  if (baseUrl === undefined) return [skipped('Each tenant has a baseUrl of its own.', 'Name one by --tenant.')]
  const answer = await askMount(baseUrl + originalPaths.pixel.replace(':token', 'sillage-doctor'))
  if ('reason' in answer)
    return [
      fault(
        `Nothing answers at ${baseUrl} (${answer.reason}).`,
        'Start the app; if it runs, check baseUrl, the proxy before the app, and its certificate.',
      ),
    ]
  return [isPixel(answer) ? ok(`The routes answer at ${baseUrl}.`) : foreign(baseUrl, answer)]
}

const isPixel = ({ status, headers, body }: MountAnswer): boolean =>
  status === 200 && headers.get('content-type') === 'image/gif' && body.length === pixelBytes

function foreign(baseUrl: string, { status, headers }: MountAnswer) {
  const to = headers.get('location')
  if (to !== null)
    return fault(
      `${baseUrl} is redirected to ${to}.`,
      'Let the routes be answered where baseUrl says; keep redirects and logins away from them.',
    )
  if (status === 401 || status === 403)
    return fault(
      `${baseUrl} asks recipients for a login (${status}).`,
      'Mount the routes before the login of the app, or except them from it: `authorize` protects management by itself.',
    )
  return fault(
    `Something else than Sillage answers at ${baseUrl} (${status}).`,
    'Give baseUrl the path of the mount, or mount the routes at the path of baseUrl.',
  )
}
