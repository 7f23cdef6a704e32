import { mustacheEngine } from '../../src/content/template/mustache-engine.ts'
import type { CampaignOptions, CampaignStatus } from '../../src/domain/campaign.ts'
import { type Clock, systemClock } from '../../src/domain/clock.ts'
import { silentLogger } from '../../src/domain/logger.ts'
import { createCampaignLife } from '../../src/news/campaign-life.ts'
import { createFactIds } from '../../src/news/fact-ids.ts'
import { createNews } from '../../src/news/news.ts'
import { createAttachedFiles } from '../../src/sending/attached-files.ts'
import { createComposers } from '../../src/sending/composers.ts'
import { createMarkHeaders, type MarkOptions } from '../../src/sending/mark-headers.ts'
import { createSender, type Sender } from '../../src/sending/sender.ts'
import type { SenderDeps } from '../../src/sending/sender-deps.ts'
import type { SenderNotice } from '../../src/sending/sender-notice.ts'
import type { Transport } from '../../src/sending/transport/transport.ts'
import { memoryStore } from '../../src/store/memory/memory-store.ts'
import type { CampaignRecord, MessageRecord } from '../../src/store/port/records.ts'
import type { Store } from '../../src/store/port/store.ts'
import { newCampaign } from '../../src/testing/stores/fixtures.ts'
import { createOwnerUrls } from '../../src/tracking/owner-urls.ts'
import { createTokenSealer } from '../../src/tracking/tokens.ts'

export interface StageOptions extends Partial<Omit<SenderDeps, 'store' | 'transport' | 'clock' | 'marks'>> {
  transport: Transport
  store?: Store
  clock?: Clock
  markOptions?: MarkOptions
}

export interface Stage {
  store: Store
  sender: Sender
  notices: SenderNotice[]
  /** Another sender on the same store, as another process would be. */
  another(options?: Partial<StageOptions>): Sender
  /** Stores a campaign to these addresses; sending unless told otherwise. */
  campaign(
    emails: readonly string[],
    options?: Partial<CampaignOptions> & {
      to?: 'draft' | 'sending' | 'scheduled'
      scheduledAt?: number
      html?: string
      owner?: string
      /** Merge data of each address. */
      data?: (index: number) => Record<string, unknown>
    },
  ): Promise<CampaignRecord>
  pause(id: number): Promise<void>
  resume(id: number): Promise<void>
  messages(campaignId: number): Promise<MessageRecord[]>
  /** How many messages are in which state. */
  states(campaignId: number): Promise<Partial<Record<string, number>>>
  status(campaignId: number): Promise<CampaignStatus | undefined>
  /** Waits in real time until a campaign is completed, or has none of these states left. */
  until(condition: () => Promise<boolean>, ms?: number): Promise<void>
}

let names = 0

export function stage(options: StageOptions): Stage {
  const store = options.store ?? memoryStore()
  const clock = options.clock ?? systemClock
  const sealer = createTokenSealer(['a secret for tests only'])
  const urls = createOwnerUrls('https://mail.example.com', sealer)
  const compile = { engine: mustacheEngine() }
  const notices: SenderNotice[] = []
  const factIds = async () => createFactIds(Buffer.alloc(32))

  const make = (more: Partial<StageOptions>): Sender => {
    const { markOptions, ...deps } = { ...options, ...more }
    names += 1
    return createSender({
      name: `test-${names}`,
      logger: silentLogger,
      life: createCampaignLife(createNews(factIds, silentLogger), deps.logger ?? silentLogger),
      composers: createComposers({ store, compile, urls, files: createAttachedFiles(store.attachments) }),
      trackingFor: () => ({ opens: true, clicks: true, readTime: false }),
      emit: (notice) => notices.push(notice),
      random: () => 0.5,
      pollMs: 200,
      // A clock that is held may go on before a timer of the machine.
      ...(clock === systemClock ? {} : { lingerMs: 0 }),
      softBounces: false,
      ...deps,
      clock: more.clock ?? clock,
      store,
      marks: createMarkHeaders(markOptions ?? {}, { sealer }),
    })
  }
  const sender = make({})
  let keys = 0

  const self: Stage = {
    store,
    sender,
    notices,
    another: (more = {}) => make(more),
    async campaign(emails, { to = 'sending', scheduledAt, html, owner, data = () => ({}), ...more } = {}) {
      keys += 1
      const { campaign } = await store.campaigns.create(
        newCampaign(
          { now: clock.now() },
          {
            key: `campaign ${keys}`,
            owner: owner ?? null,
            name: 'News',
            subject: 'Hello {{name}}',
            from: 'News <news@example.com>',
            html: html ?? '<p>Hello {{name}}, <a href="https://shop.example.com/">look</a></p>',
            options: more,
            scheduledAt: scheduledAt ?? null,
          },
        ),
      )
      const person = { ref: null, name: 'Ada', company: null, consent: null }
      const batch = emails.map((email, at) => ({ ...person, email, data: data(at) }))
      const end = { to, ...(scheduledAt === undefined ? {} : { scheduledAt }) }
      await store.campaigns.plan(campaign.id, batch, clock.now(), end)
      return (await store.campaigns.get(campaign.id)) as CampaignRecord
    },
    async pause(id) {
      await store.campaigns.changeStatus(id, { from: ['sending'], to: 'paused', at: clock.now(), pauseReason: 'user' })
      sender.wake()
    },
    async resume(id) {
      await store.campaigns.changeStatus(id, { from: ['paused'], to: 'sending', at: clock.now() })
      sender.wake()
    },
    async messages(campaignId) {
      const found: MessageRecord[] = []
      let cursor: string | undefined
      do {
        const page = await store.messages.list({
          campaignId,
          sort: 'name',
          order: 'asc',
          limit: 200,
          ...(cursor === undefined ? {} : { cursor }),
        })
        found.push(...page.items)
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      return found
    },
    async states(campaignId) {
      const counts: Partial<Record<string, number>> = {}
      for (const { state } of await self.messages(campaignId)) counts[state] = (counts[state] ?? 0) + 1
      return counts
    },
    status: async (campaignId) => (await store.campaigns.summary(campaignId))?.status,
    async until(condition, ms = 10_000) {
      const end = Date.now() + ms
      while (!(await condition())) {
        if (Date.now() > end) throw new Error(`not within ${ms} ms: ${condition}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
  }
  return self
}

export const addresses = (count: number, domain = 'example.org'): string[] =>
  Array.from({ length: count }, (_, n) => `r${n}@${domain}`)
