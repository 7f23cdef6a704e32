import type {
  Campaign,
  CampaignInput,
  CampaignListItem,
  CampaignPatch,
  CampaignStatus,
  RetryInput,
} from '../domain/campaign.ts'
import type { Preview, PreviewInput, TestInput, TestResult } from '../domain/content.ts'
import type { Edit } from '../domain/edit.ts'
import { parseId, type Scope } from '../domain/ids.ts'
import { campaignListQuery } from '../domain/input/campaigns.ts'
import { parseInput } from '../domain/input/parse.ts'
import { defaultPageSize, type Page, type PageQuery } from '../domain/page.ts'
import { foundCampaign, requireCampaign } from '../store/require-campaign.ts'
import type { CampaignContext } from './context.ts'
import { controlCampaign } from './control.ts'
import { createCampaign } from './create.ts'
import { previewContent } from './preview.ts'
import { sendTest, type TestSending } from './test-send.ts'
import { toCampaign, toListItem } from './to-wire.ts'
import { updateCampaign } from './update.ts'

/**
 * What a person does with campaigns. `scope` narrows a call to one tenant; without it all are seen. Input is checked as
 * over HTTP: an impossible value is `invalid_field`, an unknown one `unknown_field`, both with the field's path. Of
 * several calls on one campaign at once one wins and the others fail with `wrong_status`.
 */
export interface Campaigns {
  /**
   * Checks everything, stores the campaign and its recipients, and starts it unless `start` is false; resolves when the
   * last recipient is stored. With the same `key` it continues or returns the same campaign, never a second one;
   * without a key a failure leaves no campaign.
   */
  create(input: CampaignInput, scope?: Scope): Promise<Campaign>
  /** As `create`, and whether this call made the campaign. */
  createOrContinue(input: CampaignInput, scope?: Scope): Promise<{ campaign: Campaign; created: boolean }>
  /** The campaign with content and options. Throws `not_found`, also for another tenant's. */
  get(id: string, scope?: Scope): Promise<Campaign>
  /** Newest first. */
  list(query?: PageQuery & { status?: CampaignStatus | undefined }, scope?: Scope): Promise<Page<CampaignListItem>>
  /**
   * Changes what the patch names and leaves the rest; null clears. All of a draft or scheduled campaign, delay and
   * limits also while it is sending or paused. `recipients` replaces those planned before. Throws `not_found`,
   * `wrong_status` when its status no longer allows the change, also when that changed meanwhile, and `edit_conflict`
   * when it is not at `ifRevision`.
   */
  update(id: string, patch: CampaignPatch & Edit, scope?: Scope): Promise<Campaign>
  /**
   * Gone from every list at once, and stopped; its rows are deleted in the background. Links of delivered mails still
   * redirect, unrecorded. Throws `not_found`.
   */
  delete(id: string, scope?: Scope): Promise<void>
  /**
   * Begins to send a draft, or a scheduled campaign before its time. Throws `missing_recipients`, and `wrong_status`
   * from any other status; of two at once one wins.
   */
  start(id: string, scope?: Scope): Promise<Campaign>
  /**
   * Takes no new message of a campaign that is sending; those in flight finish. `pauseReason` becomes `user`. Throws
   * `wrong_status` from any other status.
   */
  pause(id: string, scope?: Scope): Promise<Campaign>
  /** Continues a paused campaign where it stopped. Throws `wrong_status` from any other status. */
  resume(id: string, scope?: Scope): Promise<Campaign>
  /**
   * Ends a campaign that is not over yet; messages in flight finish, the rest stays queued and is never sent. Final.
   * Throws `wrong_status` when it is over.
   */
  cancel(id: string, scope?: Scope): Promise<Campaign>
  /**
   * Queues failed or unknown messages again: all of them or those named; a completed campaign is sending again. What is
   * unknown may have arrived, so some recipients may get it twice. Throws `wrong_status` for a draft, scheduled or
   * cancelled campaign.
   */
  retry(id: string, input: RetryInput, scope?: Scope): Promise<Campaign>
  /**
   * Sends one mail with this content to one address, untracked, outside all limits; resolves when the server accepted
   * it. Throws `smtp_rejected`, `smtp_unreachable`, `smtp_auth` or `smtp_config` when it did not, and
   * `missing_transport`.
   */
  sendTest(input: TestInput, scope?: Scope): Promise<TestResult>
  /**
   * The content as one contact would see it, or with the names of its fields; nothing is stored. Throws what compiling
   * throws, and `unknown_contact`.
   */
  preview(input: PreviewInput, scope?: Scope): Promise<Preview>
}

export function createCampaigns(context: CampaignContext, testing: TestSending): Campaigns {
  const { store } = context
  const control =
    (action: 'start' | 'pause' | 'resume' | 'cancel') =>
    (id: string, scope: Scope = {}) =>
      controlCampaign(context, id, action, undefined, scope)
  return {
    create: async (input, scope = {}) => (await createCampaign(context, input, scope)).campaign,
    createOrContinue: (input, scope = {}) => createCampaign(context, input, scope),
    async get(id, scope) {
      return toCampaign(foundCampaign(await store.campaigns.get(parseId(id), scope?.owner)))
    },
    async list(query = {}, scope) {
      const { limit = defaultPageSize, ...rest } = parseInput(campaignListQuery, query)
      const page = await store.campaigns.list({ ...rest, limit, owner: scope?.owner })
      return { items: page.items.map(toListItem), next: page.next ?? null }
    },
    update: (id, patch, scope = {}) => updateCampaign(context, id, patch, scope),
    async delete(id, scope = {}) {
      const { id: number } = await requireCampaign(store.campaigns, id, scope)
      await store.campaigns.remove(number, scope.owner)
      context.changed(number)
    },
    start: control('start'),
    pause: control('pause'),
    resume: control('resume'),
    cancel: control('cancel'),
    retry: (id, input, scope = {}) => controlCampaign(context, id, 'retry', input, scope),
    sendTest: (input, scope = {}) => sendTest(context, testing, input, scope),
    preview: (input, scope = {}) => previewContent(context, input, scope),
  }
}
