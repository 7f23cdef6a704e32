import { applyStatus } from './campaign-status.ts'
import { type EngineState, refreshSoon } from './engine-state.ts'

/** Ends the leases of senders that stopped without handing their messages back. */
export async function expireLeases(state: EngineState): Promise<void> {
  const { deps, settings, watch, checked } = state
  const { wall, mono } = watch.read()
  // To a clock that was set forward the leases of the living have ended, too: they are given time to prolong them.
  if (mono < watch.leasesFrom) return
  const { back } = watch
  const longest = checked.leases ? undefined : { claimedMs: settings.claimLeaseMs, sendingMs: settings.leaseMs }
  const { requeued, unknown, campaigns } = await deps.store.messages.expireLeases(wall, longest)
  checked.leases = back === watch.back
  applyStatus(state, campaigns)
  if (requeued === 0 && unknown.length === 0) return
  deps.logger.warn({ requeued, unknown: unknown.length }, 'leases of a sender that stopped have ended')
  refreshSoon(state)
}
