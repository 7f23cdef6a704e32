import { z } from 'zod'
import { campaignActions, campaignStatuses } from '../campaign.ts'
import { messageSorts, messageStatuses } from '../message.ts'
import * as field from './fields.ts'
import { headersInput } from './headers.ts'
import { recipientInput } from './recipients.ts'

const rate = field.count(1, 1_000_000).optional()
export const limitsInput = z
  .strictObject({ perSecond: rate, perMinute: rate, perHour: rate, perDay: rate, burst: rate })
  .refine(
    (limits) =>
      limits.burst === undefined ||
      [limits.perSecond, limits.perMinute, limits.perHour, limits.perDay].every(
        (n) => n === undefined || n >= (limits.burst ?? 1),
      ),
    {
      error: 'expected a burst that is not above any of the limits',
      path: ['burst'],
    },
  )
  .meta({ id: 'Limits' })

const utmValue = field.line(200).optional()
export const trackingInput = z
  .strictObject({
    opens: z.boolean().optional(),
    clicks: z.boolean().optional(),
    readTime: z.boolean().optional(),
    text: z.boolean().optional(),
    aggregate: z.boolean().optional(),
    utm: z
      .strictObject({ source: utmValue, medium: utmValue, campaign: utmValue, term: utmValue, content: utmValue })
      .optional(),
  })
  .meta({ id: 'Tracking' })

const filterInput = z
  .strictObject({
    q: field.search.optional(),
    company: field.search.optional(),
    tag: field.search.optional(),
    campaignId: field.id.optional(),
    status: z.enum(messageStatuses).optional(),
  })
  .refine((filter) => filter.status === undefined || filter.campaignId !== undefined, {
    error: 'expected campaignId beside status',
    path: ['campaignId'],
  })
  .refine((filter) => filter.campaignId === undefined || (filter.company === undefined && filter.tag === undefined), {
    error: 'expected campaignId without company or tag: those filter the directory',
    path: ['campaignId'],
  })
  .meta({ id: 'RecipientFilter' })

/** Entries of one list of recipients. */
export const mostRecipients = 200_000

const recipientsInput = z
  .strictObject({
    list: z.array(recipientInput).max(mostRecipients).optional(),
    contactIds: z.array(field.contactId).max(mostRecipients).optional(),
    filter: filterInput.optional(),
  })
  .meta({ id: 'Recipients' })

const content = {
  subject: field.line(998).optional(),
  html: field.prose.optional(),
  templateId: field.id.optional(),
  text: field.prose.optional(),
}

const campaignFields = {
  name: field.line(200),
  ...content,
  from: field.line(500).optional(),
  replyTo: field.line(500).optional(),
  recipients: recipientsInput.optional(),
  delayMs: field.duration.optional(),
  jitterMs: field.duration.optional(),
  limits: limitsInput.optional(),
  concurrency: field.count(1, 200).optional(),
  headers: headersInput.optional(),
  tracking: trackingInput.optional(),
  topic: field.line(200).optional(),
  onUnknown: z.enum(['hold', 'resend']).optional(),
  scheduledAt: field.when.optional(),
}

export const campaignInput = z
  .strictObject({ ...campaignFields, start: z.boolean().optional(), key: field.line(200).optional() })
  .meta({ id: 'CampaignInput' })

/** The revision that an edit was made from, beside its fields. */
const edit = { ifRevision: field.count(1, Number.MAX_SAFE_INTEGER).optional() }

/** null sets a field back to its default. */
export const campaignPatch = z
  .strictObject({
    ...campaignFields,
    name: field.line(200).optional(),
    templateId: field.id.nullable().optional(),
    text: field.prose.nullable().optional(),
    replyTo: field.line(500).nullable().optional(),
    scheduledAt: field.when.nullable().optional(),
    topic: field.line(200).nullable().optional(),
    concurrency: campaignFields.concurrency.nullable(),
    limits: limitsInput.nullable().optional(),
    ...edit,
  })
  .meta({ id: 'CampaignPatch' })

export const campaignListQuery = z.strictObject({ ...field.page, status: z.enum(campaignStatuses).optional() })
export const campaignAction = z.enum(campaignActions)
export const retryInput = z
  .strictObject({
    include: z.array(z.enum(['failed', 'unknown'])).min(1, 'expected failed, unknown or both'),
    messageIds: z.array(field.id).min(1).max(10_000).optional(),
  })
  .meta({ id: 'RetryInput' })

export const testInput = z
  .strictObject({
    to: field.email,
    ...content,
    from: field.line(500).optional(),
    replyTo: field.line(500).optional(),
    headers: headersInput.optional(),
    contactId: field.contactId.optional(),
  })
  .meta({ id: 'TestInput' })

export const previewInput = z
  .strictObject({
    ...content,
    tracking: trackingInput.optional(),
    contactId: field.contactId.optional(),
    data: field.mergeData.optional(),
  })
  .meta({ id: 'PreviewInput' })

const templateFields = {
  name: field.line(200),
  subject: field.line(998),
  html: field.prose.min(1, 'expected HTML, got none'),
  text: field.prose.nullable().optional(),
}
export const templateInput = z
  .strictObject({ key: field.key.optional(), ...templateFields })
  .meta({ id: 'TemplateInput' })
/** What a template of a key is to be: the key is named beside it. */
export const templateContent = z.strictObject({ ...templateFields, ...edit }).meta({ id: 'TemplateContent' })
export const templatePatch = z
  .strictObject({ key: field.key.nullable(), ...templateFields })
  .partial()
  .extend(edit)
  .meta({ id: 'TemplatePatch' })

/** The table of one campaign, which a URL names in its path. */
export const messageTableQuery = z.strictObject({
  ...field.page,
  sort: z.enum(messageSorts).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  status: z.enum(messageStatuses).optional(),
  ref: field.line(200).optional(),
  q: field.search.optional(),
})
const ofCampaign = { campaignId: z.string({ error: 'expected the id of a campaign' }) }
export const messageQuery = messageTableQuery.extend(ofCampaign)
/** The whole table has no pages. */
export const exportTableQuery = messageTableQuery.omit({ limit: true, cursor: true })
export const exportQuery = exportTableQuery.extend(ofCampaign)
export const timelineQuery = z.strictObject({ bucket: z.enum(['hour', 'day']).optional() })
export const pageQuery = z.strictObject(field.page)
export const liveQuery = z.strictObject({ campaign: field.id.optional(), since: field.cursor.optional() })
