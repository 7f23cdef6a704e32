import type { Failure } from './smtp-failure.ts'

/** How many connections a server takes at once, as far as it let us know. */
export interface ConnectionLimit {
  /** So many may be open now. */
  most(): number
  /**
   * Whether a connection that was not made says so, beside those that can be used (`ready`) and those that are being
   * made.
   */
  isMeant(failure: Failure, others: { ready: number; connecting: number }): boolean
  /** No connection is left that could show it. */
  forget(): void
}

/** A server that took fewer is asked for no more for so long. */
const keptMs = 300_000

/**
 * A server with a limit says so only by refusing one connection while it serves others: with 421 or another temporary
 * answer to the connection or the login, or by ending it without an answer.
 */
export function createConnectionLimit(most: number): ConnectionLimit {
  let learned = most
  let until = 0
  return {
    most: () => (performance.now() < until ? learned : most),
    isMeant(failure, { ready, connecting }) {
      const others = ready + connecting
      const isTemporary = failure.kind === 'refused' && failure.code < 500
      const isSilent = failure.kind === 'lost' && (failure.stage === 'greeting' || failure.stage === 'connect')
      if (isTemporary ? others === 0 : !isSilent || ready === 0) return false
      learned = Math.max(1, Math.min(performance.now() < until ? learned : most, isTemporary ? others : ready))
      until = performance.now() + keptMs
      return true
    },
    forget() {
      until = 0
    },
  }
}
