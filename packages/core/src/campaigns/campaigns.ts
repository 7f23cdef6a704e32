import type { Campaign, CampaignListItem } from '../domain/campaign.ts'
import type { CampaignInput, CampaignPatch, RetryInput } from '../domain/campaign-input.ts'
import type { CampaignListQuery } from '../domain/campaign-list.ts'
import type { Preview, PreviewInput, TestInput, TestResults } from '../domain/content.ts'
import type { Edit } from '../domain/edit.ts'
import type { CheckInput, ContentCheck } from '../domain/finding.ts'
import { parseId } from '../domain/ids.ts'
import { campaignListQuery } from '../domain/input/campaigns.ts'
import { listing } from '../domain/listing.ts'
import { usualOrder } from '../domain/message.ts'
import type { Created, Listing, Page } from '../domain/page.ts'
import type { SegmentPerson, SegmentQuery, Selection, SelectionCount } from '../domain/selection.ts'
import { foundCampaign, requireCampaign } from '../store/require-campaign.ts'
import { type Checking, checkCampaign } from './check.ts'
import type { CampaignContext } from './context.ts'
import { controlCampaign } from './control.ts'
import { countRecipients } from './count.ts'
import { createCampaign } from './create.ts'
import { listPeople } from './people.ts'
import { previewContent } from './preview.ts'
import { showCampaign, showCampaigns } from './show-campaign.ts'
import { sendTest, type TestSending } from './test-send.ts'
import { updateCampaign } from './update.ts'

/**
 * What a person does with campaigns. Input is checked as over HTTP: an impossible value is `invalid_field`, an unknown
 * one `unknown_field`, both with the field's path. Of several calls on one campaign at once one wins and the others
 * fail with `wrong_status`.
 */
export interface Campaigns {
  /**
   * Checks everything, stores the campaign and its recipients, and starts it unless `start` is false; resolves when the
   * last recipient is stored. With the same `key` it continues or returns the same campaign, never a second one
   * (`created: false`); without a key a failure leaves no campaign.
   */
  create(input: CampaignInput): Promise<Created<Campaign>>
  /** The campaign with content and options. Throws `not_found`, also for another tenant's. */
  get(id: string): Promise<Campaign>
  /**
   * Whom this would reach, if a campaign to them were planned now; reads all of them, and stores nothing. What is no
   * address is left out. Throws `unknown_contact`, and `invalid_field` for an earlier campaign that there is not.
   */
  count(recipients: Selection): Promise<SelectionCount>
  /**
   * One page of the people of a segment, as they are now, each once, in the order in which a campaign is planned; those
   * who are suppressed are among them. Default 50, and fewer, also none, where few of many rows are in the segment:
   * `next` is null on the last page only. Throws `invalid_field` for an earlier campaign that there is not, and
   * `invalid_cursor`.
   */
  people(query: SegmentQuery): Promise<Page<SegmentPerson>>
  /** One page, of 50 by default, newest first unless another order is asked for. */
  list(query?: CampaignListQuery): Listing<CampaignListItem>
  /**
   * Changes what the patch names and leaves the rest; null clears. All of a draft or scheduled campaign, delay and
   * limits also while it is sending or paused. `recipients` replaces those planned before. Throws `not_found`,
   * `wrong_status` when its status no longer allows the change, also when that changed meanwhile, and `edit_conflict`
   * when it is not at `ifRevision`.
   */
  update(id: string, patch: CampaignPatch & Edit): Promise<Campaign>
  /**
   * Gone from every list at once, and stopped; its rows are deleted in the background. Links of delivered mails still
   * redirect, unrecorded. Throws `not_found`.
   */
  delete(id: string): Promise<void>
  /**
   * Begins to send a draft, or a scheduled campaign before its time. Throws `missing_recipients`, and `wrong_status`
   * from any other status; of two at once one wins.
   */
  start(id: string): Promise<Campaign>
  /**
   * Takes no new message of a campaign that is sending; those in flight finish. `pauseReason` becomes `user`. Throws
   * `wrong_status` from any other status.
   */
  pause(id: string): Promise<Campaign>
  /** Continues a paused campaign where it stopped. Throws `wrong_status` from any other status. */
  resume(id: string): Promise<Campaign>
  /**
   * Ends a campaign that is not over yet; messages in flight finish, the rest stays queued and is never sent. Final.
   * Throws `wrong_status` when it is over.
   */
  cancel(id: string): Promise<Campaign>
  /**
   * Queues failed or unknown messages again: all of them or those named; a completed campaign is sending again. What is
   * unknown may have arrived, so some recipients may get it twice. Throws `wrong_status` for a draft, scheduled or
   * cancelled campaign.
   */
  retry(id: string, input: RetryInput): Promise<Campaign>
  /**
   * Sends one mail with this content to one address, or to each of several, one after the other, untracked, outside all
   * limits; resolves when the server accepted all. Throws `smtp_rejected`, `smtp_unreachable`, `smtp_auth` or
   * `smtp_config` for the first that it did not accept, with how many went before, and `missing_transport`.
   */
  sendTest<To extends string | readonly string[]>(input: TestInput<To>): Promise<TestResults<To>>
  /**
   * The content as one contact would see it, or with the names of its fields; nothing is stored. Throws what compiling
   * throws, and `unknown_contact`.
   */
  preview(input: PreviewInput): Promise<Preview>
  /**
   * What an author should mend or know before sending: in the content, in what stands above it, and in the data of at
   * most 10,000 recipients. Wrong content is found, not thrown; nothing is stored or sent. Throws `not_found` for a
   * campaign, `unknown_template` and `unknown_contact`.
   */
  check(input: CheckInput): Promise<ContentCheck>
}

export function createCampaigns(context: CampaignContext, testing: TestSending & Checking): Campaigns {
  const { store, owner } = context
  const control = (action: 'start' | 'pause' | 'resume' | 'cancel') => (id: string) =>
    controlCampaign(context, id, action, undefined)
  return {
    create: (input) => createCampaign(context, input),
    get: async (id) => showCampaign(context, foundCampaign(await store.campaigns.get(parseId(id), owner))),
    list: (query = {}) =>
      listing(campaignListQuery, query, async ({ sort = 'createdAt', order = usualOrder(sort), ...asked }) => {
        const { items, next = null } = await store.campaigns.list({ ...asked, sort, order, owner })
        return { items: await showCampaigns(context, items), next }
      }),
    count: (recipients) => countRecipients(context, recipients),
    people: (query) => listPeople(context, query),
    update: (id, patch) => updateCampaign(context, id, patch),
    async delete(id) {
      const { id: number } = await requireCampaign(store.campaigns, id, owner)
      await store.campaigns.remove(number, owner)
      context.changed(number)
    },
    start: control('start'),
    pause: control('pause'),
    resume: control('resume'),
    cancel: control('cancel'),
    retry: (id, input) => controlCampaign(context, id, 'retry', input),
    sendTest: (input) => sendTest(context, testing, input),
    preview: (input) => previewContent(context, input),
    check: (input) => checkCampaign(context, testing, input),
  }
}
