import assert from 'node:assert/strict'
import type { AdapterCase } from './adapter-case.ts'
import { accessCases } from './cases/access.ts'
import { assetCases } from './cases/assets.ts'
import { attachmentCases } from './cases/attachments.ts'
import { bodyCases } from './cases/bodies.ts'
import { boundCases } from './cases/bounds.ts'
import { campaignCases } from './cases/campaigns.ts'
import { checkCases } from './cases/checks.ts'
import { choicePageCases } from './cases/choice-pages.ts'
import { choiceCases } from './cases/choices.ts'
import { consentCases } from './cases/consent.ts'
import { directoryCases } from './cases/directory.ts'
import { documentCases } from './cases/documents.ts'
import { editCases } from './cases/edits.ts'
import { feedbackCases } from './cases/feedback.ts'
import { figureCases } from './cases/figures.ts'
import { liveCases } from './cases/live.ts'
import { madeHtmlCases } from './cases/made-html.ts'
import { mailPathCases } from './cases/mail-paths.ts'
import { oneClickCases } from './cases/one-click.ts'
import { safetyCases } from './cases/safety.ts'
import { segmentCases } from './cases/segments.ts'
import { sendingHoursCases } from './cases/sending-hours.ts'
import { streamCases } from './cases/streams.ts'
import { tokenRestCases } from './cases/token-rests.ts'
import { trackingCases } from './cases/tracking.ts'
import { uiCases } from './cases/ui.ts'
import { webhookCases } from './cases/webhooks.ts'

/**
 * What every adapter promises, as data: access, bodies, bounds, campaigns, attachments, pictures, sending hours,
 * directory, tracking, figures, paths in mails, what is left behind a token, one-click, choices, consent, safety, live,
 * the interface and webhooks, in this order. Usually run by `runAdapterCases`; a test compares their number so that
 * none is left out. Names are unique.
 */
export const adapterCases: readonly AdapterCase[] = [
  ...accessCases,
  ...bodyCases,
  ...boundCases,
  ...campaignCases,
  ...attachmentCases,
  ...assetCases,
  ...documentCases,
  ...madeHtmlCases,
  ...editCases,
  ...sendingHoursCases,
  ...directoryCases,
  ...segmentCases,
  ...streamCases,
  ...checkCases,
  ...trackingCases,
  ...figureCases,
  ...mailPathCases,
  ...tokenRestCases,
  ...oneClickCases,
  ...choiceCases,
  ...choicePageCases,
  ...consentCases,
  ...safetyCases,
  ...feedbackCases,
  ...liveCases,
  ...uiCases,
  ...webhookCases,
]
assert.equal(
  new Set(adapterCases.map(({ group, name }) => `${group}: ${name}`)).size,
  adapterCases.length,
  'adapter cases have names of their own',
)
