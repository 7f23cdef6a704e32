const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * True for a request that a program or page of this machine makes to the demo under a local name.
 * A foreign `Host` means that some name was rebound to 127.0.0.1; a foreign or opaque `Origin` means that the request
 * comes from another site's page (or a mail in its frame). Browsers send `Origin` with every write and every WebSocket.
 */
export function isLocalRequest(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const { host, origin } = headers
  if (typeof host !== 'string' || !URL.canParse(`http://${host}`)) return false
  if (!LOCAL_NAMES.has(new URL(`http://${host}`).hostname)) return false
  if (origin === undefined) return true
  return typeof origin === 'string' && URL.canParse(origin) && new URL(origin).host === new URL(`http://${host}`).host
}
