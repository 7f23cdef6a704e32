import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { Feedback } from '../../feedback/record-feedback.ts'
import type { Sillage } from '../../sillage.ts'
import type { Messages } from '../../stats/results.ts'
import type { Attachment } from '../attachment.ts'
import type { CampaignInput, CampaignPatch, RetryInput } from '../campaign-input.ts'
import type { PreviewInput, TemplateContent, TemplateInput, TemplatePatch, TestInput } from '../content.ts'
import type { Edit } from '../edit.ts'
import type { MessageInput, MessageQuery } from '../message.ts'
import type { PageQuery } from '../page.ts'
import type {
  ColumnMapping,
  ConsentInput,
  ContactColumn,
  ContactInput,
  ContactPatch,
  RecipientInput,
  ResubscribeOptions,
  SuppressionInput,
  UnsubscribeOptions,
} from '../recipient.ts'
import type { Selection } from '../selection.ts'
import type { Period, TimelineQuery } from '../stats.ts'
import type { StreamInput, StreamPatch } from '../stream.ts'
import type { TrackInput } from '../tracked-mail.ts'
import type * as campaigns from './campaigns.ts'
import type * as feedback from './feedback.ts'
import type * as recipients from './recipients.ts'
import type * as streams from './streams.ts'

/**
 * Fields with their values, however deep: written with or without `| undefined`, and maps (merge data, headers) by
 * being one. A `Date` is text once it was checked.
 */
type Fields<T> = T extends Date | Uint8Array
  ? never
  : T extends readonly (infer I)[]
    ? Fields<I>[]
    : T extends object
      ? string extends keyof T
        ? 'map'
        : { [K in keyof T]-?: [Fields<Exclude<T[K], undefined>>, undefined extends T[K] ? 'optional' : 'required'] }
      : T
type Campaigns = Sillage['campaigns']
type Contacts = Sillage['contacts']
type Same<Schema extends z.ZodType, T> = [Fields<z.output<Schema>>, Fields<T>] extends [
  Fields<T>,
  Fields<z.output<Schema>>,
]
  ? true
  : false
/** What a method takes in this place. */
type Taken<Method extends (...args: never[]) => unknown, Place extends number> = Exclude<
  Parameters<Method>[Place],
  undefined
>
/** One object for inputs of which one of two fields is given: a schema of fields knows both as optional. */
type Flat<T> = FlatOf<T, keyof T>
type FlatOf<T, K extends keyof T> = { [P in K as undefined extends T[P] ? never : P]: T[P] } & {
  [P in K as undefined extends T[P] ? P : never]?: T[P]
}
/** Of a file one of three fields is given; bytes are no object of fields. */
type WithFiles<T extends { attachments?: unknown }> = Omit<T, 'attachments'> & {
  attachments?: Flat<Attachment>[] | Extract<T['attachments'], null> | undefined
}
/** People themselves are checked where they are read. */
type OverHttp<T extends { recipients?: unknown }> = Omit<T, 'recipients'> & {
  recipients?: Selection | undefined
}

it('accepts exactly the fields of the public types', () => {
  expectTypeOf<Same<typeof campaigns.campaignInput, OverHttp<WithFiles<Flat<CampaignInput>>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.campaignPatch, OverHttp<WithFiles<CampaignPatch & Edit>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.retryInput, RetryInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.testInput, WithFiles<Flat<TestInput>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.previewInput, WithFiles<Flat<PreviewInput>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.templateInput, Flat<TemplateInput>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.templateContent, Flat<TemplateContent> & Edit>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.templatePatch, TemplatePatch & Edit>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.messageQuery, Flat<MessageQuery>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.streamInput, WithFiles<Flat<StreamInput & Edit>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.streamPatch, WithFiles<StreamPatch & Edit>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.messageInput, Omit<WithFiles<Flat<MessageInput>>, 'stream'>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof streams.trackInput, Omit<TrackInput, 'stream'>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.pageQuery, PageQuery>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.recipientInput, RecipientInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.contactInput, ContactInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.contactPatch, ContactPatch>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.suppressionInput, SuppressionInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.segmentQuery, Taken<Campaigns['people'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.campaignListQuery, Taken<Campaigns['list'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.exportQuery, Flat<Taken<Messages['exportCsv'], 0>>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.timelineQuery, TimelineQuery>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.streamTimelineQuery, TimelineQuery & Period>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.periodQuery, Period>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.contactQuery, Taken<Contacts['list'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.namesQuery, Taken<Contacts['companies'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.namesQuery, Taken<Contacts['tags'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.importQuery, { [C in ContactColumn]?: string }>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.importOptions, Taken<Contacts['import'], 1>>>().toEqualTypeOf<true>()
  type Columns = NonNullable<z.output<typeof recipients.importOptions>['columns']>
  expectTypeOf<Columns[string]>().toEqualTypeOf<ColumnMapping[string]>()
  expectTypeOf<Same<typeof feedback.feedbackEvents, Taken<Feedback['record'], 0>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof feedback.feedbackOptions, Taken<Feedback['record'], 1>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.unsubscribeOptions, UnsubscribeOptions>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.resubscribeOptions, ResubscribeOptions>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.consentInput, ConsentInput>>().toEqualTypeOf<true>()
})
