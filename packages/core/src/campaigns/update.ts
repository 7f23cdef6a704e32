import type { z } from 'zod'
import type { Campaign, CampaignStatus } from '../domain/campaign.ts'
import type { CampaignPatch, CampaignRecipients } from '../domain/campaign-input.ts'
import type { Edit } from '../domain/edit.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { campaignPatch } from '../domain/input/campaigns.ts'
import type { Warning } from '../domain/warning.ts'
import { isBlank } from '../kit/is-blank.ts'
import { isRecipientIterable, selectRecipients } from '../recipients/select.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import { foundCampaign } from '../store/require-campaign.ts'
import { editConflict } from '../store/rules/edit-conflict.ts'
import { filesOf, storeFiles } from './attachments.ts'
import { checkAllButPeople } from './check-all-but-people.ts'
import { checkHeaders } from './check-headers.ts'
import { type ContentInput, type PreparedContent, prepareContent } from './content.ts'
import { type CampaignContext, sourcesOf } from './context.ts'
import { noDocument } from './from-document.ts'
import { campaignOptions, checkNotAfter, checkTransport } from './options.ts'
import { inBatches, planRecipients } from './plan.ts'
import { showCampaign } from './show-campaign.ts'
import { noHtml } from './with-styles.ts'

/** The fields of a checked patch, without the revision it was made from. */
type Change = Omit<z.infer<typeof campaignPatch>, 'ifRevision' | 'recipients'> & Pick<CampaignRecipients, 'recipients'>

const open: readonly CampaignStatus[] = ['draft', 'scheduled']
/** What may change while messages are being sent. */
const anyTime = new Set(['delayMs', 'jitterMs', 'limits', 'concurrency', 'hours', 'notAfter'])
/** What may be corrected while it is paused: what was sent keeps its version, and the rest is sent anew. */
const correctable = new Set([
  'name',
  'subject',
  'preheader',
  'html',
  'inlineCss',
  'text',
  'document',
  'template',
  'from',
  'replyTo',
  'headers',
  'attachments',
  'transport',
])
const CLEAR_BATCH = 1_000

/**
 * Changes a campaign: all of it while it is a draft or scheduled, content, sender, headers and transport also while it
 * is paused, delay, limits and hours also while it is sending. What was sent stays as it was, in the browser too, with
 * its links.
 * `recipients` replaces those planned before. Throws `wrong_status` when its status no longer allows the change, also
 * when that changed meanwhile, and `edit_conflict` when it is not at `ifRevision`.
 */
export async function updateCampaign(
  context: CampaignContext,
  id: string,
  input: CampaignPatch & Edit,
): Promise<Campaign> {
  const { store } = context
  const { ifRevision, ...patch } = checkAllButPeople(campaignPatch, input as Partial<CampaignRecipients>)
  checkHeaders(context, patch.headers)
  const before = foundCampaign(await store.campaigns.get(parseId(id), context.owner))
  const allowed = statusesFor(Object.keys(patch))
  if (!allowed.includes(before.status)) throw tooLate(before.status)
  // The change is put on what was read just now, so that has to be the revision that the caller knows.
  if (ifRevision !== undefined && ifRevision !== before.revision) throw editConflict('campaign', ifRevision, before)

  const { changes, compiled, warnings } = await changesOf(context, patch, before)
  const selected = await newRecipients(context, patch, before)
  const updated = await store.campaigns.update(before.id, changes, allowed, { ifRevision, at: context.clock.now() })
  if (updated === undefined) throw tooLate(foundCampaign(await store.campaigns.get(before.id, context.owner)).status)
  await store.campaigns.addLinks(before.id, compiled.links)
  // What waits for the hours there were before waits for the new ones: whoever sends it puts it off again.
  if (patch.hours !== undefined || patch.notAfter !== undefined)
    await store.messages.makeDue(before.id, context.clock.now())

  const { scheduledAt } = changes
  if (selected !== undefined) {
    while (await store.campaigns.clearPlan(before.id, CLEAR_BATCH)) {}
    await planRecipients(context, before.id, inBatches(selected.recipients), selected.report, {
      to: before.status === 'scheduled' && scheduledAt !== null ? 'scheduled' : 'draft',
      ...(scheduledAt === null ? {} : { scheduledAt }),
      content: { ...compiled, warnings },
      hours: changes.options.hours,
    })
  } else if (before.status === 'scheduled' && scheduledAt === null) {
    await store.campaigns.changeStatus(before.id, { from: ['scheduled'], to: 'draft', at: context.clock.now() })
  }
  context.changed(before.id)
  return showCampaign(context, (await store.campaigns.get(before.id, context.owner)) ?? updated)
}

/** Said of the change that does it, and of no later one. */
const documentDropped: Warning = {
  code: 'document_dropped',
  message: 'The content is HTML from now on; the document that it was made of is gone, and an editor shows it no more',
}

/** In which a campaign takes a change of these fields. */
function statusesFor(fields: readonly string[]): readonly CampaignStatus[] {
  if (fields.every((field) => anyTime.has(field))) return [...open, 'paused', 'sending']
  return fields.every((field) => anyTime.has(field) || correctable.has(field)) ? [...open, 'paused'] : open
}

/** The campaign's own fields after the patch, checked and compiled; nothing is stored yet. */
async function changesOf(context: CampaignContext, patch: Change, before: CampaignRecord) {
  const options = campaignOptions(withoutNull({ ...before.options, ...patch }), context.onUnknown)
  const input = {
    ...contentInput(patch, before),
    // Without a sender of its own, the installation's.
    from: patch.from === undefined ? before.from : (patch.from ?? undefined),
    replyTo: patch.replyTo === undefined ? before.replyTo : (patch.replyTo ?? []),
    options,
    owner: before.owner,
    attachments: patch.attachments ?? [],
    ...(patch.attachments === undefined ? { files: filesOf(context, before.attachments) } : {}),
  }
  const { content, from, replyTo, files, compiled, warnings } = await prepareContent(context, input)
  const scheduledAt = scheduledAtAfter(patch, before)
  checkNotAfter(options, scheduledAt)
  if (patch.transport != null) checkTransport(options, context.transportNames)
  const changes = {
    name: required('name', patch.name, before.name),
    ...content,
    attachments: await storeFiles(context, files),
    templateId: templateIdAfter(patch, before, content),
    from,
    replyTo,
    options,
    scheduledAt,
    // Warnings about the recipients hold until these are replaced.
    warnings: [
      ...warnings,
      ...(before.document !== null && content.document === null ? [documentDropped] : []),
      ...before.warnings.filter(({ code }) => code.startsWith('recipients_')),
    ],
  }
  return { changes, compiled, warnings }
}

function scheduledAtAfter({ scheduledAt }: Change, before: CampaignRecord): number | null {
  if (scheduledAt === undefined) return before.scheduledAt
  return scheduledAt === null ? null : Date.parse(scheduledAt)
}

/** The recipients that replace those planned before, if the patch names any; they are read while they are planned. */
async function newRecipients(context: CampaignContext, { recipients }: Change, before: CampaignRecord) {
  if (recipients === undefined) return undefined
  const sources = sourcesOf(context, before.id)
  const selected = await selectRecipients({ recipients }, sources)
  // The old recipients are removed before the new ones are read, so a missing contact must be known by now.
  if (!isRecipientIterable(recipients) && recipients.contactIds !== undefined) {
    const { contactIds } = recipients
    for await (const _ of (await selectRecipients({ recipients: { contactIds } }, sources)).recipients);
  }
  return selected
}

/** What the patch leaves unchanged. A new template replaces the content, its subject too unless one is given. */
function contentInput(
  { subject, preheader, html, inlineCss, text, document, template }: Change,
  before: CampaignRecord,
): ContentInput {
  if (document === null) throw noDocument()
  if (typeof template === 'string')
    return {
      subject: subject ?? undefined,
      preheader,
      html: html ?? undefined,
      inlineCss,
      text: text ?? undefined,
      document,
      template,
    }
  if (inlineCss && html == null) throw noHtml()
  if (document !== undefined)
    return {
      subject: required('subject', subject, before.subject),
      preheader: preheader === undefined && document.preheader === undefined ? before.preheader : preheader,
      html: html ?? undefined,
      text: text ?? undefined,
      document,
    }
  const kept = text === undefined ? before.text : text
  return {
    subject: required('subject', subject, before.subject),
    preheader: preheader === undefined ? before.preheader : preheader,
    // Emptied beside a text, the mail is that text alone.
    html: html === null && !isBlank(kept) ? '' : required('html', html, before.html),
    inlineCss,
    text: kept,
    ...(html === undefined && text === undefined ? { isStored: true, kept: keptOf(before) } : {}),
  }
}

const keptOf = ({ document, engine }: CampaignRecord) => ({ document, engine })

/** A field that has no default is refused as empty. */
function required(field: string, given: string | null | undefined, before: string): string {
  if (given === null)
    throw new SillageError('invalid_field', `${field}: expected text, got none; leave the field out to keep it.`, {
      field,
    })
  return given ?? before
}

/** The template a campaign was made from is kept until its HTML or document is replaced. */
function templateIdAfter(
  { html, document, template }: Change,
  before: CampaignRecord,
  content: PreparedContent['content'],
): number | null {
  if (typeof template === 'string') return content.templateId
  return html === undefined && document === undefined && template === undefined ? before.templateId : null
}

function withoutNull<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null)) as {
    [K in keyof T]: Exclude<T[K], null>
  }
}

function tooLate(status: CampaignStatus): SillageError<'wrong_status'> {
  return new SillageError(
    'wrong_status',
    `This campaign is ${status}; while it is sending its delay, limits and hours can change, while it is paused also its content, sender and transport, and nothing after that.`,
    { details: { status } },
  )
}
