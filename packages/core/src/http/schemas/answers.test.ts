import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Asset } from '../../domain/asset.ts'
import type { Brand } from '../../domain/brand.ts'
import type { Campaign, CampaignListItem } from '../../domain/campaign.ts'
import type { Preview, Template, TestResult } from '../../domain/content.ts'
import type { ErrorBody } from '../../domain/errors.ts'
import type { EventItem } from '../../domain/event.ts'
import type { EventData, EventType } from '../../domain/fact.ts'
import type { ContentCheck } from '../../domain/finding.ts'
import type { Message, MessageItem, SentMessage } from '../../domain/message.ts'
import type { Created } from '../../domain/page.ts'
import type { Company, Contact, ImportReport, Suppression, Tag } from '../../domain/recipient.ts'
import type { SegmentPerson, SelectionCount } from '../../domain/selection.ts'
import type { Setting } from '../../domain/setting.ts'
import type { CampaignStats, Programs, Timeline } from '../../domain/stats.ts'
import type { Stream, StreamItem, StreamStats } from '../../domain/stream.ts'
import type { TrackedMail } from '../../domain/tracked-mail.ts'
import type { TransportItem } from '../../domain/transport-item.ts'
import type { Webhook, WebhookDelivery } from '../../domain/webhook.ts'
import type * as answers from './answers.ts'
import type { contentCheck } from './check-answer.ts'
import type * as facts from './facts.ts'
import type * as figures from './figures.ts'
import type * as people from './people-answers.ts'
import type * as streams from './streams.ts'
import type * as hooks from './webhooks.ts'

/** Optional fields may be written with or without `| undefined`; the document is the same for both. */
type Loose<T> = T extends readonly (infer I)[]
  ? Loose<I>[]
  : T extends object
    ? { [K in keyof T]-?: Loose<Exclude<T[K], undefined>> }
    : T
type Same<A extends z.ZodType, B> = [Loose<z.output<A>>, Loose<B>] extends [Loose<B>, Loose<z.output<A>>] ? true : false

it('describes what webhooks get', () => {
  type Described = { [T in keyof typeof facts.factData]: Loose<z.output<(typeof facts.factData)[T]>> }
  expectTypeOf<keyof typeof facts.factData>().toEqualTypeOf<EventType>()
  expectTypeOf<Described['message.clicked']>().toEqualTypeOf<Loose<EventData['message.clicked']>>()
  expectTypeOf<Described['campaign.completed']>().toEqualTypeOf<Loose<EventData['campaign.completed']>>()
})

it('describes what the API answers', () => {
  expectTypeOf<Same<typeof answers.campaign, Campaign>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.createdCampaign, Created<Campaign>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.campaignListItem, CampaignListItem>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.campaignStats, CampaignStats>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.messageItem, MessageItem>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.eventItem, EventItem>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof figures.timeline, Timeline>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof figures.programs, Programs>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.stream, Stream>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.createdStream, Created<Stream>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.streamItem, StreamItem>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.streamStats, StreamStats>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.sentMessage, SentMessage>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.message, Message>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.trackedMail, TrackedMail>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.contact, Contact>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.company, Company>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof people.selectionCount, SelectionCount>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof people.segmentPerson, SegmentPerson>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.tag, Tag>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.importReport, ImportReport>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.template, Template>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.suppression, Suppression>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.createdSuppression, Created<Suppression>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.setting, Setting>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.asset, Asset>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.brand, Brand>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.transportItem, TransportItem>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof hooks.webhook, Webhook>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof hooks.createdWebhook, Webhook & { secret: string }>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof hooks.webhookDelivery, WebhookDelivery>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.preview, Preview>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof contentCheck, ContentCheck>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.failure, { error: ErrorBody }>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof answers.testResult, TestResult | TestResult[]>>().toEqualTypeOf<true>()
})
