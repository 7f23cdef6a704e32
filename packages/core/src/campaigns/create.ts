import type { Campaign } from '../domain/campaign.ts'
import type { CampaignInput } from '../domain/campaign-input.ts'
import { campaignInput } from '../domain/input/campaigns.ts'
import type { Created } from '../domain/page.ts'
import { msOf } from '../domain/when.ts'
import { selectRecipients } from '../recipients/select.ts'
import { storeFiles } from './attachments.ts'
import { checkAllButPeople } from './check-all-but-people.ts'
import { checkHeaders } from './check-headers.ts'
import { prepareContent } from './content.ts'
import { type CampaignContext, sourcesOf } from './context.ts'
import { campaignOptions, checkNotAfter, checkTransport } from './options.ts'
import { inBatches, noRecipients, peekFirst, planRecipients } from './plan.ts'
import { showCampaign } from './show-campaign.ts'

/**
 * Creates a campaign and, unless `start` is false, sends it (or schedules it, with `scheduledAt`). Everything is
 * checked before anything is stored; a failure while recipients are read removes the draft again, unless `key` lets the
 * caller continue it.
 */
export async function createCampaign(context: CampaignContext, input: CampaignInput): Promise<Created<Campaign>> {
  const { store, clock } = context
  const checked = checkAllButPeople(campaignInput, input)
  checkHeaders(context, checked.headers)
  const options = campaignOptions(checked, context.onUnknown)
  const scheduledAt = checked.scheduledAt === undefined ? null : msOf(checked.scheduledAt)
  checkNotAfter(options, scheduledAt)
  checkTransport(options, context.transportNames)
  const prepared = await prepareContent(context, { ...checked, options })
  const { content, from, replyTo, files, compiled, warnings } = prepared
  const start = checked.start ?? true
  const { recipients, report } = await selectRecipients(checked, sourcesOf(context))
  const { first, all } = await peekFirst(inBatches(recipients))
  if (start && (first === undefined || first.batch.length === 0)) throw noRecipients(report)

  const { campaign, created } = await store.campaigns.create({
    owner: context.owner ?? null,
    key: checked.key ?? null,
    name: checked.name,
    ...content,
    attachments: await storeFiles(context, files),
    from,
    replyTo,
    options,
    scheduledAt,
    createdAt: clock.now(),
    warnings,
  })
  if (!created && campaign.plannedAt !== null) return { ...(await showCampaign(context, campaign)), created: false }

  try {
    await store.campaigns.addLinks(campaign.id, compiled.links)
    const to = !start ? 'draft' : scheduledAt === null ? 'sending' : 'scheduled'
    await planRecipients(context, campaign.id, all, report, {
      to,
      ...(scheduledAt === null ? {} : { scheduledAt }),
      content: { ...compiled, warnings },
      hours: options.hours,
    })
  } catch (error) {
    if (created && checked.key === undefined) await store.campaigns.remove(campaign.id)
    throw error
  }
  context.changed(campaign.id)
  const stored = (await store.campaigns.get(campaign.id)) ?? campaign
  context.life('created', stored)
  if (start && scheduledAt === null) context.life('started', stored)
  if (stored.status === 'completed') context.life('completed', stored)
  return { ...(await showCampaign(context, stored)), created }
}
