/**
 * The engine: `createSillage` and what it is made of. The public list, written by hand.
 *
 * @module @sillage/core
 */

export type * from './api/sillage-api.ts'
export type { AssetUploads } from './campaigns/assets.ts'
export type { Attachments } from './campaigns/attachments.ts'
export type { Campaigns } from './campaigns/campaigns.ts'
export { storeAssets } from './campaigns/store-assets.ts'
export type { Templates } from './campaigns/templates.ts'
export type * from './content/index.ts'
export {
  compileCampaign,
  mustacheEngine,
  renderDestination,
  safeLocation,
  trackHtml,
  trackText,
} from './content/index.ts'
export { createSillage } from './create-sillage.ts'
export type * from './domain/asset.ts'
export type * from './domain/attachment.ts'
export type * from './domain/brand.ts'
export type * from './domain/campaign.ts'
export type * from './domain/campaign-input.ts'
export type * from './domain/campaign-list.ts'
export { type Clock, systemClock } from './domain/clock.ts'
export type * from './domain/content.ts'
export type { Edit } from './domain/edit.ts'
export type * from './domain/email-document.ts'
export {
  type ErrorBody,
  type ErrorCode,
  type ErrorDetails,
  errorStatus,
  isSillageError,
  SillageError,
  type SillageErrorOptions,
} from './domain/errors.ts'
export type * from './domain/event.ts'
export type * from './domain/fact.ts'
export { eventTypes } from './domain/fact.ts'
export type * from './domain/feedback.ts'
export type * from './domain/feedback-source.ts'
export type * from './domain/finding.ts'
export type * from './domain/judge-rules.ts'
export type * from './domain/live.ts'
export type { Logger } from './domain/logger.ts'
export type * from './domain/mailbox.ts'
export type * from './domain/message.ts'
export { englishNames, frenchNames, type OwnNames, type RouteId, type WireNames } from './domain/names.ts'
export type * from './domain/outage.ts'
export type { Created, Listing, Page, PageQuery } from './domain/page.ts'
export type * from './domain/page-words.ts'
export type * from './domain/recipient.ts'
export type * from './domain/selection.ts'
export type { SendingHours, Weekday } from './domain/sending-hours.ts'
export type * from './domain/setting.ts'
export type * from './domain/standard-schema.ts'
export type * from './domain/stats.ts'
export type * from './domain/stream.ts'
export type { TokenKind } from './domain/token-kind.ts'
export type * from './domain/topic.ts'
export type * from './domain/tracked-mail.ts'
export { neutralPaths, originalPaths, type TrackingPaths } from './domain/tracking-paths.ts'
export type * from './domain/transport-item.ts'
export type * from './domain/warning.ts'
export type * from './domain/webhook.ts'
export type { When } from './domain/when.ts'
export type { ComplaintRatePolicy, FeedbackPolicy, SenderFaultPolicy } from './feedback/policy.ts'
export type { Feedback } from './feedback/record-feedback.ts'
export { feedbackOf } from './feedback/reports/feedback-of.ts'
export { type ParseBounceOptions, type ParsedBounce, parseBounce } from './feedback/reports/parse-bounce.ts'
export { routes } from './http/index.ts'
export type * from './http/types.ts'
export type * from './http/ui.ts'
export { type CommitTimes, commitBucketsMs } from './kit/commit-times.ts'
export { type Bus, localBus, type Notice } from './live/bus.ts'
export type { On } from './news/news.ts'
export type { Subscribe } from './news/subscribe.ts'
export { type MetricFamily, type MetricPoint, metricFamilies } from './observe/metric-families.ts'
export type { Metrics } from './observe/metrics.ts'
export { prometheusText } from './observe/prometheus-text.ts'
export type * from './options.ts'
export type { Contacts } from './recipients/contacts.ts'
export type { Directory, DirectoryNamesQuery, DirectoryQuery } from './recipients/directory.ts'
export type { Recipients } from './recipients/recipients.ts'
export type { RetentionOptions } from './recipients/retention/retention.ts'
export type { RecipientExport } from './recipients/rights.ts'
export type { SuppressionListQuery, Suppressions } from './recipients/suppressions.ts'
export * from './sending/index.ts'
export { defineBrand } from './settings/brand.ts'
export type { OfOwner } from './settings/owner-settings.ts'
export type * from './sillage.ts'
export { rates } from './stats/rates.ts'
export type { Repair } from './stats/repair.ts'
export type { CampaignResults, Messages } from './stats/results.ts'
export { memoryStore } from './store/memory/memory-store.ts'
export type { Store } from './store/port/store.ts'
export { defineStream } from './streams/define-stream.ts'
export type { SingleMessages } from './streams/messages.ts'
export type { Streams } from './streams/streams.ts'
export {
  type NodemailerMail,
  type NodemailerPlugin,
  type TrackMailsOptions,
  trackMails,
} from './streams/track-mails.ts'
export type { Network } from './tracking/networks.ts'
export type { ReadTimeOptions } from './tracking/read-time.ts'
export type { RecorderMetrics } from './tracking/recorder.ts'
export {
  createTokenSealer,
  generateSecret,
  type TokenContent,
  type TokenSealer,
} from './tracking/tokens.ts'
export type { IpPolicy, UserAgentPolicy } from './tracking/visitor-privacy.ts'
export type { WebhookMetrics } from './webhooks/webhook-metrics.ts'
export type { Webhooks } from './webhooks/webhooks.ts'
