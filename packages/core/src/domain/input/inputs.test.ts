import { expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import type { DirectoryQuery } from '../../recipients/directory.ts'
import type { CampaignInput, CampaignPatch, RecipientSelection, RetryInput } from '../campaign.ts'
import type { PreviewInput, TemplateInput, TestInput } from '../content.ts'
import type { MessageQuery } from '../message.ts'
import type { PageQuery } from '../page.ts'
import type { ContactInput, ContactPatch, RecipientInput, SuppressionInput } from '../recipient.ts'
import type * as campaigns from './campaigns.ts'
import type * as recipients from './recipients.ts'

/**
 * Fields with their values, however deep: written with or without `| undefined`, and maps (merge data, headers) by
 * being one.
 */
type Fields<T> = T extends readonly (infer I)[]
  ? Fields<I>[]
  : T extends object
    ? string extends keyof T
      ? 'map'
      : { [K in keyof T]-?: [Fields<Exclude<T[K], undefined>>, undefined extends T[K] ? 'optional' : 'required'] }
    : T
type Same<Schema extends z.ZodType, T> = [Fields<z.output<Schema>>, Fields<T>] extends [
  Fields<T>,
  Fields<z.output<Schema>>,
]
  ? true
  : false
/** A program may also give recipients as an iterable; JSON cannot. */
type OverHttp<T extends { recipients?: unknown }> = Omit<T, 'recipients'> & {
  recipients?: (Omit<RecipientSelection, 'list'> & { list?: RecipientInput[] }) | undefined
}

it('accepts exactly the fields of the public types', () => {
  expectTypeOf<Same<typeof campaigns.campaignInput, OverHttp<CampaignInput>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.campaignPatch, OverHttp<CampaignPatch>>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.retryInput, RetryInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.testInput, TestInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.previewInput, PreviewInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.templateInput, TemplateInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.messageQuery, MessageQuery>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof campaigns.pageQuery, PageQuery>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.recipientInput, RecipientInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.contactInput, ContactInput>>().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.contactPatch, ContactPatch>>().toEqualTypeOf<true>()
  expectTypeOf<
    Same<typeof recipients.contactQuery, PageQuery & Omit<DirectoryQuery, 'owner' | keyof PageQuery>>
  >().toEqualTypeOf<true>()
  expectTypeOf<Same<typeof recipients.suppressionInput, SuppressionInput>>().toEqualTypeOf<true>()
})
