import { createHash } from 'node:crypto'

/** Tokens that were used, each with the body it came with. Of this process only. */
export interface UsedTokens {
  /** False where the token came with another body before. The same body again is a repetition, which does no harm. */
  take(token: string, body: Uint8Array, now: number): boolean
}

/** A fleet of mails that bounce at once; some 10 MB of memory. */
const mostTokens = 50_000

/** Remembers each for `keepMs`, and at most `most`: the oldest is forgotten first. */
export function createUsedTokens(keepMs: number, most = mostTokens): UsedTokens {
  const known = new Map<string, { body: string; until: number }>()

  function forgetOld(now: number): void {
    for (const [token, { until }] of known) {
      if (until >= now && known.size < most) return
      known.delete(token)
    }
  }

  return {
    take(token, body, now) {
      const digest = createHash('sha256').update(body).digest('base64')
      const before = known.get(token)
      if (before !== undefined) return before.body === digest
      forgetOld(now)
      known.set(token, { body: digest, until: now + keepMs })
      return true
    },
  }
}
