import { z } from 'zod'
import { campaignActions, campaignStatuses } from '../campaign.ts'
import { campaignSorts } from '../campaign-list.ts'
import { csvSeparators, messageSorts, messageStatuses } from '../message.ts'
import { mostExcepted, mostPastCampaigns, type Segment } from '../selection.ts'
import { attachmentsBody, attachmentsInput } from './attachments.ts'
import { documentInput } from './documents.ts'
import * as field from './fields.ts'
import { headersInput } from './headers.ts'
import { recipientInput } from './recipients.ts'
import { hoursInput } from './sending-hours.ts'

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

const onePast = 'expected one of campaignId and last'
const pastFields = {
  campaignId: z
    .union([field.id, z.array(field.id).min(1, 'expected at least one campaign').max(mostPastCampaigns)], {
      error: `expected the id of a campaign, or at most ${mostPastCampaigns} of them`,
    })
    .optional(),
  last: field.count(1, mostPastCampaigns).optional(),
}
const isOnePast = ({ campaignId, last }: { campaignId?: unknown; last?: unknown }) =>
  (campaignId === undefined) !== (last === undefined)
const past = z.strictObject(pastFields).refine(isOnePast, onePast).meta({ id: 'Past' })
const pastClick = z
  .strictObject({ ...pastFields, url: field.prose.min(1).max(8_000).optional() })
  .refine(isOnePast, onePast)
  .meta({ id: 'PastClick' })
/** What is checked here is a union there, which says of a wrong one no more than that it is none of its forms. */
type SegmentInput = z.ZodType<Segment>
/** Of `any`; and of segments within each other, far more than a person writes. */
const mostSegments = 20
const segmentInput: SegmentInput = z
  .lazy(() =>
    z.strictObject({
      q: field.search.optional(),
      company: field.search.optional(),
      tag: field.search.optional(),
      planned: past.optional(),
      received: past.optional(),
      opened: past.optional(),
      clicked: pastClick.optional(),
      bounced: past.optional(),
      any: z.array(segmentInput).min(1).max(mostSegments).optional(),
      not: segmentInput.optional(),
    }),
  )
  .meta({ id: 'Segment' }) as unknown as SegmentInput

/** Recipients of one array. */
export const mostRecipients = 200_000

/** Recipients themselves are checked where they are read. */
export const selectionInput = z
  .strictObject(
    {
      contactIds: z.array(field.contactId).max(mostRecipients).optional(),
      people: z.array(recipientInput).max(mostRecipients).optional(),
      where: segmentInput.optional(),
      except: z.array(field.email).max(mostExcepted).optional(),
    },
    { error: 'expected an array of recipients, or { contactIds, people, where, except }' },
  )
  .meta({ id: 'Selection' })

/** Cursors of hosts' directories and of the store stand within those of segments. */
export const segmentQuery = z
  .strictObject({ where: segmentInput, ...field.page, cursor: z.string().min(1).max(2_000).optional() })
  .meta({ id: 'SegmentQuery' })

export const content = {
  subject: field.line(998).optional(),
  html: field.prose.optional(),
  document: documentInput.optional(),
  inlineCss: z.boolean().optional(),
  template: field.line(64).optional(),
  text: field.prose.optional(),
}

const mailbox = z.union([field.line(500), z.strictObject({ email: field.email, name: field.line(200).optional() })], {
  error: 'expected a mailbox: Name <name@example.org>, or { email, name }',
})
const replyTo = z.union([mailbox, z.array(mailbox).max(10)], {
  error: 'expected a mailbox, or at most 10 of them',
})
export const headed = {
  preheader: field.line(998).optional(),
  from: mailbox.optional(),
  replyTo: replyTo.optional(),
  headers: headersInput.optional(),
  attachments: attachmentsInput.optional(),
}

export const campaignFields = {
  name: field.line(200),
  ...content,
  ...headed,
  recipients: selectionInput.optional(),
  delayMs: field.duration.optional(),
  jitterMs: field.duration.optional(),
  limits: limitsInput.optional(),
  concurrency: field.count(1, 200).optional(),
  tracking: trackingInput.optional(),
  topic: field.line(200).optional(),
  onUnknown: z.enum(['hold', 'resend']).optional(),
  transport: field.line(64).optional(),
  hours: hoursInput.optional(),
  notAfter: field.when.optional(),
  scheduledAt: field.when.optional(),
}

export const campaignInput = z.strictObject({
  ...campaignFields,
  onInvalid: z.enum(['refuse', 'skip']).optional(),
  start: z.boolean().optional(),
  key: field.line(200).optional(),
})

/** Over HTTP recipients are an array or a selection. */
const recipients = z.union([z.array(recipientInput).max(mostRecipients), selectionInput])
export const campaignBody = campaignInput
  .extend({ recipients: recipients.optional(), attachments: attachmentsBody.optional() })
  .meta({ id: 'CampaignInput' })

/** The revision that an edit was made from, beside its fields. */
export const edit = { ifRevision: field.count(1, Number.MAX_SAFE_INTEGER).optional() }

const { recipients: ofPatch, ...otherFields } = campaignFields
type Fields = typeof otherFields
const clearable = Object.fromEntries(
  Object.entries(otherFields).map(([name, schema]) => [name, schema.nullable().optional()]),
) as { [K in keyof Fields]: z.ZodOptional<z.ZodNullable<Fields[K]>> }
/** null sets a field back to its default. */
export const campaignPatch = z.strictObject({ ...clearable, recipients: ofPatch, ...edit })
export const campaignPatchBody = campaignPatch
  .extend({ recipients: recipients.optional(), attachments: attachmentsBody.nullable().optional() })
  .meta({ id: 'CampaignPatch' })

export const campaignListQuery = z.strictObject({
  ...field.page,
  status: z.enum(campaignStatuses).optional(),
  q: field.search.optional(),
  sort: z.enum(campaignSorts).optional(),
  order: z.enum(['asc', 'desc']).optional(),
})
export const campaignAction = z.enum(campaignActions)
export const retryInput = z
  .strictObject({
    include: z.array(z.enum(['failed', 'unknown'])).min(1, 'expected failed, unknown or both'),
    messageIds: z.array(field.id).min(1).max(10_000).optional(),
  })
  .meta({ id: 'RetryInput' })

export const testInput = z.strictObject({
  to: z.union([field.email, z.array(field.email).min(1, 'expected at least one address').max(10)], {
    error: 'expected an email address, or at most 10 of them',
  }),
  ...content,
  ...headed,
  contactId: field.contactId.optional(),
  data: field.mergeData.optional(),
})
export const testBody = testInput.extend({ attachments: attachmentsBody.optional() }).meta({ id: 'TestInput' })

export const previewInput = z.strictObject({
  ...content,
  ...headed,
  tracking: trackingInput.optional(),
  contactId: field.contactId.optional(),
  data: field.mergeData.optional(),
})
export const checkInput = previewInput.extend({
  campaignId: field.id.optional(),
  stream: field.key.optional(),
  recipients: selectionInput.optional(),
})
export const checkBody = checkInput.extend({ attachments: attachmentsBody.optional() }).meta({ id: 'CheckInput' })

export const previewBody = previewInput.extend({ attachments: attachmentsBody.optional() }).meta({ id: 'PreviewInput' })

const templateFields = {
  name: field.line(200),
  subject: field.line(998),
  preheader: field.line(998).nullable().optional(),
  html: field.prose.optional(),
  inlineCss: z.boolean().optional(),
  text: field.prose.nullable().optional(),
  document: documentInput.optional(),
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
  link: field.id.optional(),
  ref: field.line(200).optional(),
  q: field.search.optional(),
})
const whose = {
  campaignId: z.string({ error: 'expected the id of a campaign' }).optional(),
  stream: z.string({ error: 'expected the key of a stream' }).optional(),
}
const isOne = ({ campaignId, stream }: { campaignId?: unknown; stream?: unknown }) =>
  (campaignId === undefined) !== (stream === undefined)
const oneOfTwo = { error: 'expected one of campaignId and stream', path: ['campaignId'] }
const { limit: _limit, cursor: _cursor, ...tableFilters } = messageTableQuery.shape
export const messageQuery = messageTableQuery
  .extend({ ...whose, contactId: field.contactId.optional() })
  .check(({ value, issues }) => {
    const { contactId, campaignId, stream } = value
    const given = [contactId, campaignId, stream].filter((one) => one !== undefined)
    const filters = Object.keys(tableFilters) as (keyof typeof tableFilters)[]
    const filter = contactId === undefined ? undefined : filters.find((name) => value[name] !== undefined)
    if (given.length !== 1)
      issues.push({
        code: 'custom',
        input: value,
        path: ['campaignId'],
        message: 'expected one of campaignId, stream and contactId',
      })
    else if (filter !== undefined)
      issues.push({
        code: 'custom',
        input: value,
        path: [filter],
        message: 'expected only limit and cursor beside contactId',
      })
  })
/** The whole table has no pages. */
export const exportTableQuery = messageTableQuery
  .omit({ limit: true, cursor: true })
  .extend({ separator: z.enum(csvSeparators).optional() })
export const exportQuery = exportTableQuery.extend(whose).refine(isOne, oneOfTwo)
export const timelineQuery = z.strictObject({
  bucket: z.enum(['hour', 'day']).optional(),
  timeZone: field.zone().optional(),
})
export const periodQuery = z.strictObject({ since: field.when.optional(), until: field.when.optional() })
export const streamTimelineQuery = timelineQuery.extend(periodQuery.shape)
export const pageQuery = z.strictObject(field.page)
export const liveQuery = z
  .strictObject({ campaign: field.id.optional(), stream: field.key.optional(), since: field.cursor.optional() })
  .refine(({ campaign, stream }) => campaign === undefined || stream === undefined, {
    error: 'expected a stream or a campaign to follow, got both',
    path: ['stream'],
  })
