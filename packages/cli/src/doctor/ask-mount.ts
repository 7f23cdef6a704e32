/** What the mount answered, with its body; or why there was no answer. */
export interface MountAnswer {
  status: number
  headers: Headers
  body: Buffer
}

const timeoutMs = 30_000

/** Asks as a mail program does: without a cookie and a login, and following no redirect. */
export async function askMount(url: string, init: RequestInit = {}): Promise<MountAnswer | { reason: string }> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...init })
    return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
  } catch (error) {
    return { reason: reasonOf(error) }
  }
}

/** `fetch` says no more than that it failed; the cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const { code, message } = (cause ?? error) as { code?: unknown; message?: unknown }
  return String(code ?? message ?? error)
}
