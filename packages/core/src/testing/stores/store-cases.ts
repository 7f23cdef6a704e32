import { agendaCases } from './cases/agenda.ts'
import { assetCases } from './cases/assets.ts'
import { attachmentCases } from './cases/attachments.ts'
import { becameCases } from './cases/became.ts'
import { campaignListCases } from './cases/campaign-lists.ts'
import { campaignCases } from './cases/campaigns.ts'
import { choiceCases } from './cases/choices.ts'
import { claimCases } from './cases/claims.ts'
import { consentCases } from './cases/consent.ts'
import { contentCases } from './cases/contents.ts'
import { copyCases } from './cases/copies.ts'
import { countingCases } from './cases/counting.ts'
import { directoryCases } from './cases/directory.ts'
import { earlyCases } from './cases/early.ts'
import { editCases } from './cases/edits.ts'
import { erasureCases } from './cases/erasure.ts'
import { eventCases } from './cases/events.ts'
import { filteredListCases } from './cases/filtered-lists.ts'
import { goneCases } from './cases/gone.ts'
import { idCases } from './cases/ids.ts'
import { inspectionCases } from './cases/inspection.ts'
import { judgingCases } from './cases/judging.ts'
import { leaseCases } from './cases/leases.ts'
import { linkCases } from './cases/links.ts'
import { listCases } from './cases/lists.ts'
import { mailboxCases } from './cases/mailboxes.ts'
import { newsCases } from './cases/news.ts'
import { outageCases } from './cases/outages.ts'
import { outboxCases } from './cases/outbox.ts'
import { outcomeCases } from './cases/outcomes.ts'
import { ownerSettingCases } from './cases/owner-settings.ts'
import { ownerCases } from './cases/owners.ts'
import { planCases } from './cases/plan.ts'
import { privacyCases } from './cases/privacy.ts'
import { programCases } from './cases/programs.ts'
import { recordingCases } from './cases/recording.ts'
import { reportCases } from './cases/reports.ts'
import { retentionCases } from './cases/retention.ts'
import { retryCases } from './cases/retries.ts'
import { ruleCases } from './cases/rules.ts'
import { sentToCases } from './cases/sent-to.ts'
import { streamLifeCases } from './cases/stream-life.ts'
import { streamCases } from './cases/streams.ts'
import { suppressionCases } from './cases/suppressions.ts'
import { templateCases } from './cases/templates.ts'
import { throttleCases } from './cases/throttles.ts'
import { timelineCases } from './cases/timeline.ts'
import { trackedMailCases } from './cases/tracked-mails.ts'
import { waitingCases } from './cases/waiting.ts'
import { webhookCases } from './cases/webhooks.ts'
import type { StoreCase } from './harness.ts'

/**
 * Every promise of the Store port, as data: run them with `runStoreCases`, or one by one on a harness of your own. They
 * are the reference for the port's comments; the memory store and both SQL stores pass all that they have
 * the abilities for.
 */
export const storeCases: readonly StoreCase[] = [
  ...campaignCases,
  ...campaignListCases,
  ...editCases,
  ...linkCases,
  ...planCases,
  ...agendaCases,
  ...claimCases,
  ...leaseCases,
  ...goneCases,
  ...mailboxCases,
  ...outcomeCases,
  ...retryCases,
  ...waitingCases,
  ...countingCases,
  ...timelineCases,
  ...eventCases,
  ...judgingCases,
  ...earlyCases,
  ...programCases,
  ...reportCases,
  ...recordingCases,
  ...filteredListCases,
  ...becameCases,
  ...listCases,
  ...directoryCases,
  ...templateCases,
  ...suppressionCases,
  ...sentToCases,
  ...ruleCases,
  ...throttleCases,
  ...outageCases,
  ...ownerSettingCases,
  ...consentCases,
  ...choiceCases,
  ...privacyCases,
  ...erasureCases,
  ...ownerCases,
  ...retentionCases,
  ...idCases,
  ...contentCases,
  ...attachmentCases,
  ...assetCases,
  ...copyCases,
  ...inspectionCases,
  ...streamCases,
  ...streamLifeCases,
  ...trackedMailCases,
  ...outboxCases,
  ...newsCases,
  ...webhookCases,
]
