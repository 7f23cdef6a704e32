import type { z } from 'zod'
import type { Campaign, CampaignPatch, CampaignStatus } from '../domain/campaign.ts'
import type { Edit } from '../domain/edit.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { campaignPatch } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { isRecipientIterable, selectRecipients } from '../recipients/select.ts'
import { editConflict } from '../store/edit-conflict.ts'
import type { CampaignRecord } from '../store/records.ts'
import { foundCampaign } from '../store/require-campaign.ts'
import { checkAllButPeople } from './check-all-but-people.ts'
import { type ContentInput, type PreparedContent, prepareContent } from './content.ts'
import { type CampaignContext, sourcesOf } from './context.ts'
import { campaignOptions } from './options.ts'
import { inBatches, planRecipients } from './plan.ts'
import { requireEarlier } from './require-earlier.ts'
import { toCampaign } from './to-wire.ts'

/** A checked patch. */
type Patch = z.infer<typeof campaignPatch>
/** Its fields, without the revision it was made from. */
type Change = Omit<Patch, 'ifRevision'>

const open: readonly CampaignStatus[] = ['draft', 'scheduled']
const running: readonly CampaignStatus[] = ['sending', 'paused']
/** What may change while messages are being sent. */
const anyTime = new Set(['delayMs', 'jitterMs', 'limits', 'concurrency'])
const CLEAR_BATCH = 1_000

/**
 * Changes a campaign: all of it while it is a draft or scheduled, delay and limits also while it is sending or paused.
 * `recipients` replaces those planned before. Throws `wrong_status` when its status no longer allows the change, also
 * when that changed meanwhile, and `edit_conflict` when it is not at `ifRevision`.
 */
export async function updateCampaign(
  context: CampaignContext,
  id: string,
  input: CampaignPatch & Edit,
): Promise<Campaign> {
  const { store } = context
  const { ifRevision, ...patch } = checkPatch(input)
  const before = foundCampaign(await store.campaigns.get(parseId(id), context.owner))
  const allowed = Object.keys(patch).every((field) => anyTime.has(field)) ? [...open, ...running] : open
  if (!allowed.includes(before.status)) throw tooLate(before.status)
  // The change is put on what was read just now, so that has to be the revision that the caller knows.
  if (ifRevision !== undefined && ifRevision !== before.revision) throw editConflict('campaign', ifRevision, before)

  const { changes, compiled, warnings } = await changesOf(context, patch, before)
  const selected = await newRecipients(context, patch, before)
  const updated = await store.campaigns.update(before.id, changes, allowed, { ifRevision, at: context.clock.now() })
  if (updated === undefined) throw tooLate(foundCampaign(await store.campaigns.get(before.id, context.owner)).status)
  await store.campaigns.addLinks(before.id, compiled.links)

  const { scheduledAt } = changes
  if (selected !== undefined) {
    while (await store.campaigns.clearPlan(before.id, CLEAR_BATCH)) {}
    await planRecipients(context, before.id, inBatches(selected.recipients), selected.report, {
      to: before.status === 'scheduled' && scheduledAt !== null ? 'scheduled' : 'draft',
      ...(scheduledAt === null ? {} : { scheduledAt }),
      content: { fields: compiled.fields, warnings },
    })
  } else if (before.status === 'scheduled' && scheduledAt === null) {
    await store.campaigns.changeStatus(before.id, { from: ['scheduled'], to: 'draft', at: context.clock.now() })
  }
  context.changed(before.id)
  return toCampaign((await store.campaigns.get(before.id, context.owner)) ?? updated)
}

function checkPatch(input: CampaignPatch & Edit): Patch {
  // A body may be null, whatever its type says.
  const { recipients, ...rest } = input ?? {}
  if (typeof recipients !== 'object' || recipients === null || isRecipientIterable(recipients))
    return parseInput(campaignPatch, input)
  return checkAllButPeople(campaignPatch, rest, recipients)
}

/** The campaign's own fields after the patch, checked and compiled; nothing is stored yet. */
async function changesOf(context: CampaignContext, patch: Change, before: CampaignRecord) {
  const options = campaignOptions(withoutNull({ ...before.options, ...patch }), context.onUnknown)
  const input = {
    ...contentInput(patch, before),
    from: patch.from ?? before.from,
    replyTo: patch.replyTo === undefined ? before.replyTo : patch.replyTo,
    options,
  }
  const { content, from, replyTo, compiled, warnings } = await prepareContent(context, input)
  const changes = {
    name: patch.name ?? before.name,
    ...content,
    templateId: templateIdAfter(patch, before, content),
    from,
    replyTo,
    options,
    scheduledAt: scheduledAtAfter(patch, before),
    // Warnings about the recipients hold until these are replaced.
    warnings: [...warnings, ...before.warnings.filter(({ code }) => code.startsWith('recipients_'))],
  }
  return { changes, compiled, warnings }
}

function scheduledAtAfter({ scheduledAt }: Change, before: CampaignRecord): number | null {
  if (scheduledAt === undefined) return before.scheduledAt
  return scheduledAt === null ? null : Date.parse(scheduledAt)
}

/** The recipients that replace those planned before, if the patch names any; they are read while they are planned. */
async function newRecipients(context: CampaignContext, patch: Change, before: CampaignRecord) {
  const { recipients } = patch
  if ((await requireEarlier(context, recipients)) === String(before.id))
    throw new SillageError(
      'invalid_field',
      'recipients.filter.campaignId: expected an earlier campaign, not this one; choose another.',
      { field: 'recipients.filter.campaignId' },
    )
  if (recipients === undefined) return undefined
  const sources = sourcesOf(context)
  const selected = await selectRecipients(recipients, sources)
  // The old recipients are removed before the new ones are read, so a missing contact must be known by now.
  if (recipients.contactIds !== undefined)
    for await (const _ of (await selectRecipients({ contactIds: recipients.contactIds }, sources)).recipients);
  return selected
}

/**
 * What the patch leaves unchanged. A new template replaces subject and text too, unless they are given; null makes the
 * content the campaign's own.
 */
function contentInput(
  patch: Pick<Patch, 'subject' | 'html' | 'templateId' | 'text'>,
  before: CampaignRecord,
): ContentInput {
  const subject = patch.subject ?? undefined
  if (typeof patch.templateId === 'string')
    return { subject, html: patch.html ?? undefined, templateId: patch.templateId, text: patch.text }
  return {
    subject: subject ?? before.subject,
    html: patch.html ?? before.html,
    text: patch.text === undefined ? before.text : patch.text,
  }
}

/** The template a campaign was made from is kept until its HTML is replaced. */
function templateIdAfter(
  patch: Pick<Patch, 'html' | 'templateId'>,
  before: CampaignRecord,
  content: PreparedContent['content'],
): number | null {
  if (typeof patch.templateId === 'string') return content.templateId
  return patch.html === undefined && patch.templateId === undefined ? before.templateId : null
}

function withoutNull<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null)) as {
    [K in keyof T]: Exclude<T[K], null>
  }
}

function tooLate(status: CampaignStatus): SillageError<'wrong_status'> {
  return new SillageError(
    'wrong_status',
    `This campaign is ${status}; only its delay and limits can change while it is sending or paused, and nothing after that.`,
    { details: { status } },
  )
}
