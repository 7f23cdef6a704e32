import { z } from 'zod'
import { pictureTypes } from '../../domain/asset.ts'
import { ofEachColour } from '../../domain/brand.ts'
import { campaignStatuses } from '../../domain/campaign.ts'
import { errorStatus } from '../../domain/errors.ts'
import { eventKinds, verdicts } from '../../domain/event.ts'
import { limitsInput, trackingInput } from '../../domain/input/campaigns.ts'
import { documentInput } from '../../domain/input/documents.ts'
import { consentInput } from '../../domain/input/recipients.ts'
import { hoursInput } from '../../domain/input/sending-hours.ts'
import { failureKinds, messageStatuses } from '../../domain/message.ts'
import { suppressionReasons } from '../../domain/recipient.ts'
import { warningCodes } from '../../domain/warning.ts'
import { settingKeys } from '../../settings/owner-settings.ts'

/** The answers of the routes, for the OpenAPI document; a test holds each against its type of the domain. */

export const time = z.iso.datetime()
export const maybeTime = time.nullable()
export const whole = z.int().min(0)
const ordinal = z.int().min(1)
const rate = z.number().min(0)
const data = z.record(z.string(), z.unknown())
const warning = z
  .object({
    code: z.enum(warningCodes),
    message: z.string(),
    subject: z.string().optional(),
    field: z.enum(['subject', 'preheader', 'html', 'text']).optional(),
    line: ordinal.optional(),
    column: ordinal.optional(),
    count: whole.optional(),
  })
  .meta({ id: 'Warning' })
export const file = z.object({ filename: z.string(), contentType: z.string(), cid: z.string().nullable(), size: whole })
export const counts = { total: whole, queued: whole, sent: whole, failed: whole, skipped: whole, unknown: whole }
export const messageError = z
  .object({
    kind: z.enum(failureKinds),
    message: z.string(),
    code: whole.optional(),
    enhancedCode: z.string().optional(),
  })
  .meta({ id: 'MessageError' })
const outage = z
  .object({
    transport: z.string(),
    server: z.string().nullable(),
    since: time,
    error: messageError,
    nextTryAt: time,
  })
  .meta({ id: 'Outage' })
const campaignShared = {
  id: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  subject: z.string(),
  from: z.string(),
  replyTo: z.array(z.string()),
  templateId: z.string().nullable(),
  status: z.enum(campaignStatuses),
  revision: z.int().min(1),
  ...counts,
  createdAt: time,
  updatedAt: time,
  scheduledAt: maybeTime,
  startedAt: maybeTime,
  finishedAt: maybeTime,
  pauseReason: z.string().nullable(),
  outage: outage.nullable(),
}
export const campaignSettings = {
  delayMs: whole,
  jitterMs: whole,
  limits: limitsInput,
  concurrency: whole.nullable(),
  headers: z.record(z.string(), z.string()),
  tracking: trackingInput,
  topic: z.string().nullable(),
  onUnknown: z.enum(['hold', 'resend']),
  transport: z.string().nullable(),
  hours: hoursInput.nullable(),
  notAfter: maybeTime,
}
const content = {
  preheader: z.string().nullable(),
  html: z.string(),
  text: z.string().nullable(),
  document: documentInput.nullable(),
}
export const campaign = z
  .object({
    ...campaignShared,
    ...content,
    attachments: z.array(file.extend({ attachment: z.string() })),
    ...campaignSettings,
    waitsUntil: maybeTime,
    warnings: z.array(warning),
  })
  .meta({ id: 'Campaign' })
export const asset = z
  .object({
    url: z.string(),
    name: z.string(),
    contentType: z.enum(pictureTypes),
    size: whole,
    width: ordinal,
    height: ordinal,
  })
  .meta({ id: 'Asset' })
export const upload = file.omit({ cid: true }).extend({ id: z.string() }).meta({ id: 'Upload' })
export const createdCampaign = campaign.extend({ created: z.boolean() }).meta({ id: 'CreatedCampaign' })
const ofTracked = z.object({ unique: whole, tracked: whole })
export const campaignListItem = z
  .object({ ...campaignShared, opens: ofTracked, clicks: ofTracked })
  .meta({ id: 'CampaignListItem' })

const hitCounts = z
  .object({ total: whole, unique: whole, machine: whole, early: whole, tracked: whole })
  .meta({ id: 'HitCounts' })
export const campaignStats = z
  .object({
    campaign,
    sent: whole,
    failed: whole,
    skipped: whole,
    unknown: whole,
    delivered: whole.nullable(),
    bounces: z.object({ hard: whole, soft: whole }),
    complaints: whole,
    unsubscribes: whole,
    unsubscribeReasons: z.object({ too_many: whole, not_relevant: whole, not_signed_up: whole, other: whole }),
    opens: hitCounts,
    clicks: hitCounts,
    openRate: rate,
    clickRate: rate,
    clickToOpenRate: rate,
    readTime: z.object({ meanMs: rate, medianMs: rate, measured: whole, coverage: rate }).nullable(),
    links: z.array(z.object({ id: z.string(), url: z.string(), total: whole, unique: whole })),
  })
  .meta({ id: 'CampaignStats' })

export const messageItem = z
  .object({
    id: z.string(),
    campaignId: z.string().nullable(),
    stream: z.string().nullable(),
    key: z.string().nullable(),
    ref: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string(),
    company: z.string().nullable(),
    status: z.enum(messageStatuses),
    opens: whole,
    clicks: whole,
    readMs: rate.nullable(),
    sentAt: maybeTime,
    lastOpenAt: maybeTime,
    lastClickAt: maybeTime,
    attempts: whole,
    error: messageError.nullable(),
  })
  .meta({ id: 'MessageItem' })
export const eventItem = z
  .object({
    id: z.string(),
    type: z.enum(eventKinds),
    at: time,
    url: z.string().nullable(),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    verdict: z.enum(verdicts),
    reasons: z.array(z.string()),
    implied: z.boolean().optional(),
    durationMs: rate.optional(),
    bounce: z
      .object({ permanent: z.boolean(), error: messageError, effect: z.enum(['held', 'counted', 'none']) })
      .optional(),
    source: z.string().optional(),
  })
  .meta({ id: 'Event' })
export const contact = z
  .object({
    id: z.string(),
    email: z.string(),
    ref: z.string().nullable(),
    name: z.string().nullable(),
    company: z.string().nullable(),
    tags: z.array(z.string()),
    data,
    consent: consentInput.nullable(),
    createdAt: time,
  })
  .meta({ id: 'Contact' })
export const company = z.object({ company: z.string(), contacts: whole }).meta({ id: 'Company' })
export const transportItem = z.object({ name: z.string() }).meta({ id: 'TransportItem' })
export const tag = z.object({ tag: z.string(), contacts: whole }).meta({ id: 'Tag' })
export const importReport = z
  .object({
    accepted: whole,
    duplicates: z.array(z.object({ line: whole, email: z.string() })),
    invalid: z.array(z.object({ line: whole, reason: z.string() })),
    duplicateCount: whole,
    invalidCount: whole,
  })
  .meta({ id: 'ImportReport' })
const templateShared = {
  id: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  subject: z.string(),
  revision: z.int().min(1),
  createdAt: time,
  updatedAt: time,
}
export const templateItem = z.object(templateShared).meta({ id: 'TemplateItem' })
export const template = z.object({ ...templateShared, ...content }).meta({ id: 'Template' })
export const createdTemplate = template.extend({ created: z.boolean() }).meta({ id: 'CreatedTemplate' })
export const suppression = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    topic: z.string().nullable(),
    reasons: z.array(z.object({ reason: z.enum(suppressionReasons), source: z.string().nullable(), at: time })),
  })
  .meta({ id: 'Suppression' })
export const createdSuppression = suppression.extend({ created: z.boolean() }).meta({ id: 'CreatedSuppression' })
const measured = { opens: z.boolean(), clicks: z.boolean(), readTime: z.boolean() }
export const recipientState = z
  .object({
    email: z.string(),
    mailable: z.boolean(),
    suppressions: z.array(suppression),
    consent: z.object({ ...measured, at: maybeTime, source: z.string().nullable() }),
    topics: z.record(z.string(), z.boolean()),
  })
  .meta({ id: 'RecipientState' })
const ownContent = z.object({ subject: z.string(), html: z.string(), text: z.string().nullable() })
export const recipientExport = z
  .object({
    contacts: z.array(contact),
    messages: z.array(messageItem.extend({ data, consent: consentInput.nullable(), content: ownContent.nullable() })),
    events: z.array(eventItem.extend({ messageId: z.string() })),
    suppressions: z.array(suppression),
    consents: z.array(z.object({ consent: consentInput, at: time, source: z.string() })),
  })
  .meta({ id: 'RecipientExport' })
export const setting = z
  .object({ key: z.enum(settingKeys), value: z.unknown(), fixed: z.boolean(), updatedAt: maybeTime })
  .meta({ id: 'Setting' })
const colours = z.object(ofEachColour(z.string())).meta({ id: 'BrandColours' })
export const brand = z
  .object({
    width: whole,
    font: z.string(),
    headingFont: z.string(),
    radius: whole,
    logo: z.object({ src: z.string(), alt: z.string(), width: whole, href: z.string().nullable() }).nullable(),
    light: colours,
    dark: colours,
  })
  .meta({ id: 'Brand' })
export const erased = z.object({ messages: whole }).meta({ id: 'Erased' })
export const preview = z
  .object({
    subject: z.string(),
    preheader: z.string().nullable(),
    html: z.string(),
    text: z.string(),
    warnings: z.array(warning),
    attachments: z.array(file),
    fields: z.array(z.string()),
  })
  .meta({ id: 'Preview' })
const oneTest = z.object({ to: z.string(), rfcMessageId: z.string() }).meta({ id: 'TestResult' })
/** For several addresses a list, in their order. */
export const testResult = z.union([oneTest, z.array(oneTest)])
export const failure = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(errorStatus) as [keyof typeof errorStatus]),
      message: z.string(),
      field: z.string().optional(),
      details: z
        .union([
          z.object({ revision: z.int().min(1), updatedAt: time }),
          z.object({ status: z.enum(campaignStatuses) }),
          z.object({ status: z.int(), signedOut: z.boolean().optional() }),
          z.object({ retryAfterSeconds: z.int().min(0) }),
          z.object({ issues: z.array(z.object({ field: z.string(), message: z.string() })) }),
        ])
        .optional(),
    }),
  })
  .meta({ id: 'Error' })

export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })
export const contactPage = pageOf(contact).extend({ total: whole.nullable() })
