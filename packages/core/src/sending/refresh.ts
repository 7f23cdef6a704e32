import { type ErrorCode, isSillageError } from '../domain/errors.ts'
import type { CampaignRecord } from '../store/records.ts'
import type { EngineState } from './engine-state.ts'
import { createLane, updateLane } from './lane.ts'

/** What says nothing of a campaign's content: the store, which its links are written to, cannot be used at the moment. */
const ofStore: readonly ErrorCode[] = ['store_unavailable', 'not_migrated', 'closed']

/** Looks at the campaigns: starts those whose time has come, ends leases that ran out, opens and closes lanes. When to look again at the latest. */
export function createRefresh(engine: EngineState): () => Promise<number> {
  const { deps, settings, lanes } = engine
  const { store, clock, logger, composers } = deps

  async function expireLeases(): Promise<void> {
    const { requeued, unknown, campaigns } = await store.messages.expireLeases(clock.now())
    for (const { campaignId, status } of campaigns) engine.changed(campaignId, status !== 'sending')
    if (requeued === 0 && unknown.length === 0) return
    logger.warn({ requeued, unknown: unknown.length }, 'leases of a sender that stopped have ended')
    for (const lane of lanes.values()) lane.claimAt = 0
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
    await expireLeases()
    await startScheduled()
    const sending = new Set(await store.campaigns.sending())
    for (const lane of lanes.values()) if (!sending.has(lane.id)) engine.closeLane(lane)
    for (const id of sending) {
      if (engine.stopping) break
      if (engine.scope === undefined || engine.scope === id) await openLane(id)
    }
    const next = await store.campaigns.nextStartAt()
    const latest = clock.now() + settings.pollMs
    return next === undefined ? latest : Math.min(next, latest)
  }
}
