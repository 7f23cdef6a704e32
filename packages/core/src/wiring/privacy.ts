import type { Clock } from '../domain/clock.ts'
import { SillageError } from '../domain/errors.ts'
import { type EventType, eventTypes } from '../domain/event.ts'
import { foldEmail } from '../domain/fold.ts'
import { parseId } from '../domain/ids.ts'
import { checkAddress } from '../recipients/address.ts'
import type { RetentionOptions, Sillage } from '../sillage.ts'
import type { Judge } from '../store/event-store.ts'
import type { Retention } from '../store/privacy-store.ts'
import type { MessageRecord } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { Recorder } from '../tracking/recorder.ts'
import type { Keys } from './keys.ts'

const DAY_MS = 86_400_000
const PURGE_ROWS = 500

interface PrivacyDeps {
  store: Store
  clock: Clock
  recorder: Recorder
  judge: Judge
  lookBackMs: number
  retention: RetentionOptions | undefined
  keys: Keys
}

type Privacy = Pick<
  Sillage,
  'recordBounce' | 'recordComplaint' | 'eraseRecipient' | 'exportRecipient' | 'purge' | 'recount' | 'reclassify'
>

/** What mail servers and the law ask for, over the store's verbs. */
export function createPrivacy({ store, clock, recorder, judge, lookBackMs, retention, keys }: PrivacyDeps): Privacy {
  async function report(
    type: 'bounce' | 'complaint',
    messageId: string,
    at: number,
    detail: Record<string, unknown>,
    suppresses: (message: MessageRecord) => boolean,
  ): Promise<void> {
    const message = await store.messages.get(parseId(messageId))
    if (message === undefined)
      throw new SillageError('not_found', 'There is no message with this id; it may have been deleted.')
    if (suppresses(message)) await suppressAddress(message, type, at)
    await recorder.record({
      // Events follow each other in time; one of the future would keep those behind it from being purged.
      ...{
        type,
        messageId: message.id,
        campaignId: null,
        linkId: null,
        at: Math.min(at, clock.now()),
        detail,
        count: 1,
      },
      ...{ ip: null, userAgent: null, head: false, prefetch: false, durationMs: null },
    })
  }

  async function suppressAddress(message: MessageRecord, reason: 'bounce' | 'complaint', at: number): Promise<void> {
    const campaign = await store.campaigns.summary(message.campaignId)
    await store.suppressions.add({
      owner: campaign?.owner ?? null,
      email: message.email,
      emailHash: null,
      list: null,
      reason,
      at,
    })
  }

  return {
    recordBounce({ messageId, permanent, error, recipient, at = clock.now(), ...more }) {
      const { suppress = permanent && error.kind === 'address' } = more
      // A report that names another address than the message's is about whoever its recipient forwards to.
      const about = (email: string) => recipient === undefined || foldEmail(recipient) === foldEmail(email)
      return report('bounce', messageId, at, { permanent, ...error }, ({ email }) => suppress && about(email))
    },
    recordComplaint: ({ messageId, at = clock.now() }) => report('complaint', messageId, at, {}, () => true),
    async eraseRecipient(email, scope) {
      await keys.load()
      const address = checkAddress(email)
      return store.privacy.erase({
        owner: scope?.owner,
        email: address,
        emailHash: keys.hashEmail(address),
        at: clock.now(),
      })
    },
    exportRecipient: async (email, scope) => store.privacy.export(scope?.owner, checkAddress(email)),
    async purge() {
      const cut = retentionAt(retention, clock.now())
      let rows = 0
      for (let done = -1; done !== 0; rows += done) done = await store.privacy.purge(cut, PURGE_ROWS)
      return rows
    },
    recount: (campaignId) => store.campaigns.recount(parseId(campaignId)),
    reclassify: (campaignId) => store.events.reclassify(parseId(campaignId), lookBackMs, judge),
  }
}

function retentionAt(retention: RetentionOptions | undefined, now: number): Retention {
  const { eventDays, personalDays, messageDays } = retention ?? {}
  const before = (days: number) => now - days * DAY_MS
  const byType =
    typeof eventDays === 'number' ? Object.fromEntries(eventTypes.map((type) => [type, eventDays])) : eventDays
  return {
    ...(byType === undefined
      ? {}
      : {
          eventsBefore: Object.fromEntries(
            Object.entries(byType).flatMap(([type, days]) => (days === undefined ? [] : [[type, before(days)]])),
          ) as Partial<Record<EventType, number>>,
        }),
    ...(personalDays === undefined ? {} : { personalBefore: before(personalDays) }),
    ...(messageDays === undefined ? {} : { messagesBefore: before(messageDays) }),
  }
}
