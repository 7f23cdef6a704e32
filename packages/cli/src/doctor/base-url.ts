import { type Check, ok, skipped, warning } from './check.ts'
import { isLocalHost } from './local-host.ts'

/** Whether the address that every link begins with is one that receivers trust. */
export const baseUrl: Check = async ({ baseUrl: url, fromDomain }) => {
  if (url === undefined) return [skipped('Each tenant has a baseUrl of its own.', 'Name one by --tenant.')]
  const { protocol, hostname } = new URL(url)
  if (isLocalHost(hostname))
    return [warning(`${url} leads to this machine alone.`, 'Give baseUrl the address that recipients reach.')]
  if (protocol !== 'https:')
    return [
      warning(`${url} is not https.`, 'Take https: mail programs use one-click unsubscription over nothing else.'),
    ]
  if (fromDomain !== undefined && !sameSite(hostname, fromDomain))
    return [
      warning(
        `${hostname} is of another domain than the sender's, ${fromDomain}.`,
        `Take a host of the same domain, as mail.${fromDomain}: links to another one look foreign.`,
      ),
    ]
  return [ok(`${url} is https, and of the sender's domain.`)]
}

/** By the last two labels: what is registered below `co.uk` counts as one, which hides a warning and makes up none. */
const sameSite = (one: string, other: string): boolean => endOf(one) === endOf(other)
const endOf = (host: string): string => host.split('.').slice(-2).join('.')
