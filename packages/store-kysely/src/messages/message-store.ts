import type { CampaignChange, MessageStore } from '@sillage/core/store'
import type { SqlContext } from '../context.ts'
import { prepared } from '../prepared.ts'
import { goneMessage } from '../privacy/gone.ts'
import { messageColumns, messageOf, wholeMessages } from '../rows/message-row.ts'
import { change, first } from '../work.ts'
import { became } from './became.ts'
import { begin } from './begin.ts'
import { claim } from './claim.ts'
import { bringForward, farAhead, shortenLeases } from './far-ahead.ts'
import { expireLeases, extend, release } from './leases.ts'
import { messageList } from './list-messages.ts'
import { listTo } from './list-to.ts'
import { retrySome } from './retry.ts'
import { sentTo } from './sent-to.ts'
import { sentToDomain } from './sent-to-domain.ts'
import { settle } from './settle.ts'
import { makeDue, skipSome } from './waiting.ts'

/** Messages that a maintenance call takes in one transaction. */
const BATCH = 500

export function messageStore(context: SqlContext): MessageStore {
  const { engine, db } = context
  const message = prepared((id: number) =>
    wholeMessages(db)
      .innerJoin('email_campaigns as c', 'c.id', 'm.campaign_id')
      .select(messageColumns)
      .where('m.id', '=', id)
      .where('c.removed', '=', 0),
  )
  return {
    async get(id) {
      const row = await engine.read(() => first(message(id)))
      return row === undefined ? undefined : messageOf(row)
    },
    gone: (id) => engine.read(() => goneMessage(context, id)),
    sentTo: (owner, email, since) => engine.read(() => sentTo(context, owner, email, since)),
    listTo: (owner, email, request) => engine.browse(() => listTo(context, owner, email, request)),
    sentToDomain: (campaignId, domain, since) => engine.read(() => sentToDomain(context, campaignId, domain, since)),
    became: (request) => engine.browse(() => became(context, request)),
    async sentAs(providerId) {
      const query = db.selectFrom('email_provider_ids').select('message_id').where('provider_id', '=', providerId)
      return (await engine.read(() => first(query)))?.message_id
    },
    forgetProviderIds: (before) =>
      engine.write(() => change(db.deleteFrom('email_provider_ids').where('at', '<', before))),
    list: messageList(context),
    claim: (request) => engine.write(() => claim(context, request)),
    // For messages that are begun or settled already, both give the same answer as the first time.
    begin: (request) => engine.write(() => begin(context, request), { repeatable: true }),
    settle: (sender, outcomes) => engine.write(() => settle(context, sender, outcomes), { repeatable: true }),
    release: (sender, messageIds) => engine.write(() => release(context, sender, messageIds)),
    extend: (sender, messageIds, lease) => engine.write(() => extend(context, sender, messageIds, lease)),

    async expireLeases(now, longest) {
      if (longest !== undefined) await everyBatch(() => engine.write(() => shortenLeases(context, now, longest, BATCH)))
      const unknown: { campaignId: number; messageId: number }[] = []
      const campaigns = new Map<number, CampaignChange>()
      let requeued = 0
      for (let done = false; !done; ) {
        const expired = await engine.write(() => expireLeases(context, now, BATCH))
        requeued += expired.requeued
        unknown.push(...expired.unknown)
        for (const changed of expired.campaigns) campaigns.set(changed.campaignId, changed)
        done = expired.done
      }
      return { requeued, unknown, campaigns: [...campaigns.values()] }
    },

    async bringForward(request) {
      let moved = 0
      for (const campaign of await engine.read(() => farAhead(context, request)))
        moved += await everyBatch(() => engine.write(() => bringForward(context, campaign, request, BATCH)))
      return moved
    },

    makeDue: (campaignId, at) => everyBatch(() => engine.write(() => makeDue(context, campaignId, at, BATCH))),

    async skipQueued(campaignId, request) {
      for (let all = 0; ; ) {
        const { skipped, change } = await engine.write(() => skipSome(context, campaignId, request, BATCH))
        all += skipped
        if (skipped < BATCH || change === undefined) return { skipped: all, change }
      }
    },

    retry: (campaignId, request) =>
      everyBatch(() => engine.write(() => retrySome(context, campaignId, request, BATCH))),
  }
}

/** Repeats a step until a batch is not full; returns how many in all. */
async function everyBatch(batch: () => Promise<number>): Promise<number> {
  let all = 0
  for (let some = BATCH; some === BATCH; all += some) some = await batch()
  return all
}
