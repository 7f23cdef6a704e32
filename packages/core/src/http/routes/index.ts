import { assetRoutes } from './assets.ts'
import { attachmentRoutes } from './attachments.ts'
import { campaignRoutes } from './campaigns.ts'
import { contactRoutes } from './contacts.ts'
import { liveRoutes } from './live.ts'
import { openapiRoutes } from './openapi.ts'
import { recipientRoutes } from './recipients.ts'
import { resultRoutes } from './results.ts'
import type { DescribedRoute } from './route.ts'
import { settingRoutes } from './settings.ts'
import { streamRoutes } from './streams.ts'
import { suppressionRoutes } from './suppressions.ts'
import { templateRoutes } from './templates.ts'
import { trackingRoutes } from './tracking.ts'
import { uiRoutes } from './ui.ts'
import { webhookRoutes } from './webhooks.ts'

/**
 * Every route there is, a file for each resource, with its part of the OpenAPI document. Routes with a fixed last
 * segment come before those with a parameter in its place. Paths are in `domain/names.ts`.
 */
export const routes: readonly DescribedRoute[] = [
  ...campaignRoutes,
  ...attachmentRoutes,
  ...assetRoutes,
  ...resultRoutes,
  ...streamRoutes,
  ...templateRoutes,
  ...contactRoutes,
  ...recipientRoutes,
  ...suppressionRoutes,
  ...settingRoutes,
  ...webhookRoutes,
  ...liveRoutes,
  ...openapiRoutes,
  ...uiRoutes,
  ...trackingRoutes,
]
