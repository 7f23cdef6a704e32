import { type ErrorCode, isSillageError } from '../../domain/errors.ts'
import type { CampaignRecord } from '../../store/records.ts'
import type { EngineState } from './engine-state.ts'
import { anyTime, createLane, updateLane } from './lane.ts'

/** What says nothing of a campaign's content: the store, which its links are written to, cannot be used at the moment. */
const ofStore: readonly ErrorCode[] = ['store_unavailable', 'not_migrated', 'closed']

/**
 * Reads the campaigns: starts those whose time has come, ends leases that ran out, opens and closes lanes. In how many
 * ms to read again at the latest.
 */
export function createRefresh(engine: EngineState): () => Promise<number> {
  const { deps, settings, lanes, watch, checked } = engine
  const { store, clock, logger, composers } = deps

  async function expireLeases(): Promise<void> {
    const { wall, mono } = watch.read()
    // To a clock that was set forward the leases of the living have ended, too: they are given time to prolong them.
    if (mono < watch.leasesFrom) return
    const { back } = watch
    const longest = checked.leases ? undefined : { claimedMs: settings.claimLeaseMs, sendingMs: settings.leaseMs }
    const { requeued, unknown, campaigns } = await store.messages.expireLeases(wall, longest)
    checked.leases = back === watch.back
    for (const { campaignId, status } of campaigns) engine.changed(campaignId, status !== 'sending')
    if (requeued === 0 && unknown.length === 0) return
    logger.warn({ requeued, unknown: unknown.length }, 'leases of a sender that stopped have ended')
    for (const lane of lanes.values()) lane.claimAt = anyTime
  }

  /** A clock that is set back once more may leave more behind. */
  function forgetChecks(): void {
    watch.read()
    if (watch.back === checked.back) return
    checked.back = watch.back
    checked.leases = false
    checked.campaigns.clear()
  }

  /**
   * What a clock that was ahead put too far into the future is due when it can be: a retry after its own wait, counted
   * from now. A message that was never tried waits for limits only, and asks them anew; that is left out where nothing
   * says that the clock was wrong, because it costs each of them a write.
   */
  async function bringForward(id: number): Promise<void> {
    const { wall } = watch.read()
    const { back } = watch
    // Before it is done: what is stored meanwhile may ask for another time.
    checked.campaigns.add(id)
    const { items } = await store.messages.list({ campaignId: id, sort: 'sentAt', order: 'desc', limit: 1 })
    const wasAhead = back > 0 || (items[0]?.sentAt ?? wall) > wall
    const { longestMs } = settings.retry
    const untriedMs = wasAhead ? 0 : Math.max(...longestMs)
    const moved = await store.messages.bringForward(id, { now: wall, longestMs: [untriedMs, ...longestMs] })
    const lane = lanes.get(id)
    if (moved > 0 && lane !== undefined) lane.claimAt = anyTime
  }

  async function startScheduled(): Promise<void> {
    const at = clock.now()
    for (const id of await store.campaigns.dueForStart(at, 100)) {
      const started = await store.campaigns.changeStatus(id, { from: ['scheduled'], to: 'sending', at })
      if (started === undefined) continue
      logger.info({ campaignId: id }, 'scheduled campaign started')
      engine.changed(id, true)
    }
  }

  async function openLane(id: number): Promise<void> {
    const lane = lanes.get(id)
    if (lane !== undefined) {
      const summary = await store.campaigns.summary(id)
      if (summary === undefined || summary.version === lane.campaign.version) return
    }
    const campaign = await store.campaigns.get(id)
    if (campaign === undefined || engine.stopping) return
    try {
      const composer = await composers.composerFor(campaign)
      if (lane === undefined) lanes.set(id, createLane(campaign, composer, settings.installation))
      else updateLane(lane, campaign, composer, settings.installation)
    } catch (error) {
      await cannotCompose(campaign, error)
    }
  }

  /** Content that cannot be compiled stops its campaign; a store that cannot be used does not. */
  async function cannotCompose(campaign: CampaignRecord, error: unknown): Promise<void> {
    if (!isSillageError(error) || ofStore.includes(error.code)) throw error
    const lane = lanes.get(campaign.id)
    if (lane !== undefined) engine.closeLane(lane)
    await engine.pause(campaign.id, 'compose_failed', error.message)
  }

  return async () => {
    forgetChecks()
    await expireLeases()
    await startScheduled()
    const sending = new Set(await store.campaigns.sending())
    for (const lane of lanes.values()) if (!sending.has(lane.id)) engine.closeLane(lane)
    for (const id of checked.campaigns) if (!sending.has(id)) checked.campaigns.delete(id)
    for (const id of sending) {
      if (engine.stopping) break
      if (engine.scope !== undefined && engine.scope !== id) continue
      if (!checked.campaigns.has(id))
        await bringForward(id).catch((error: unknown) => {
          checked.campaigns.delete(id)
          throw error
        })
      await openLane(id)
    }
    const next = await store.campaigns.nextStartAt()
    return next === undefined ? settings.pollMs : Math.min(next - clock.now(), settings.pollMs)
  }
}
