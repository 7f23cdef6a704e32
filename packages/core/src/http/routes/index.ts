import type { Route } from '../types.ts'
import { campaignRoutes } from './campaigns.ts'
import { contactRoutes } from './contacts.ts'
import { liveRoutes } from './live.ts'
import { openapiRoutes } from './openapi.ts'
import { resultRoutes } from './results.ts'
import type { DescribedRoute } from './route.ts'
import { suppressionRoutes } from './suppressions.ts'
import { templateRoutes } from './templates.ts'
import { trackingRoutes } from './tracking.ts'

/** Every route, a file for each resource, with what the OpenAPI document says of it. Paths are in `domain/names.ts`. */
export const describedRoutes: readonly DescribedRoute[] = [
  ...campaignRoutes,
  ...resultRoutes,
  ...templateRoutes,
  ...contactRoutes,
  ...suppressionRoutes,
  ...liveRoutes,
  ...openapiRoutes,
  ...trackingRoutes,
]

/**
 * Every route there is. An adapter is a loop over this list (with paths by `WireNames`) plus the live socket. A GET route also answers HEAD.
 * Routes with a fixed last segment come before those with a parameter in its place.
 */
export const routes: readonly Route[] = describedRoutes
