import { actionAllowedFrom, type Campaign, type CampaignAction, type CampaignStatus } from '../domain/campaign.ts'
import type { RetryInput } from '../domain/campaign-input.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { retryInput } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import type { CampaignStep } from '../news/campaign-life.ts'
import { foundCampaign, requireCampaign } from '../store/require-campaign.ts'
import type { CampaignContext } from './context.ts'
import { noRecipients } from './plan.ts'
import { showCampaign } from './show-campaign.ts'

/**
 * Starts, pauses, resumes, cancels or retries. Each is one compare-and-set in the store, so of two calls at once one
 * wins and the other fails with `wrong_status`. Pause and cancel let the messages in flight finish.
 */
export async function controlCampaign(
  context: CampaignContext,
  id: string,
  action: CampaignAction,
  input: RetryInput | undefined,
): Promise<Campaign> {
  const campaign = await requireCampaign(context.store.campaigns, id, context.owner)
  if (!actionAllowedFrom[action].includes(campaign.status)) throw wrongStatus(action, campaign.status)
  if (action === 'start' && campaign.total === 0) throw noRecipients()
  if (action === 'start' && campaign.plannedAt === null) {
    throw new SillageError(
      'wrong_status',
      'The recipients of this campaign are still being stored; start it when that is done.',
      { details: { status: campaign.status } },
    )
  }
  const at = context.clock.now()
  if (action === 'retry') {
    const { include, messageIds } = parseInput(retryInput, input ?? {})
    await context.store.messages.retry(campaign.id, {
      include,
      messageIds: messageIds?.map(parseId),
      at,
    })
  } else {
    const change = {
      from: actionAllowedFrom[action],
      to: target[action],
      at,
      ...(action === 'pause' ? { pauseReason: 'user' } : {}),
    }
    if ((await context.store.campaigns.changeStatus(campaign.id, change)) === undefined)
      throw wrongStatus(action, foundCampaign(await context.store.campaigns.get(campaign.id, context.owner)).status)
  }
  context.changed(campaign.id)
  const after = await context.store.campaigns.get(campaign.id, context.owner)
  if (after === undefined) throw new SillageError('not_found', 'The campaign was deleted meanwhile.')
  context.life(steps[action], after, action === 'pause' ? { at, reason: 'user' } : undefined)
  // Nothing was left to send.
  if (after.status === 'completed') context.life('completed', after)
  return showCampaign(context, after)
}

const steps: Record<CampaignAction, CampaignStep> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  retry: 'retried',
}

const target: Record<Exclude<CampaignAction, 'retry'>, CampaignStatus> = {
  start: 'sending',
  pause: 'paused',
  resume: 'sending',
  cancel: 'cancelled',
}

function wrongStatus(action: CampaignAction, status: CampaignStatus): SillageError<'wrong_status'> {
  return new SillageError(
    'wrong_status',
    `A campaign can ${action} only when ${actionAllowedFrom[action].join(' or ')}; this one is ${status}.`,
    { details: { status } },
  )
}
