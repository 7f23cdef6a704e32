/**
 * Everything an adapter needs, and nothing more.
 *
 * @module @sillage/core/http
 */

import { routes as describedRoutes } from './routes/index.ts'
import type { Route } from './types.ts'

/** How an option is checked: small checks, and the table of an options object made of them. */
export * as expect from '../domain/expect/index.ts'
export { englishNames, frenchNames, type OwnNames } from '../domain/names.ts'
export { mountable, mountChecks, mountPath } from './check-mount.ts'
export { nothingHere, unsupportedType } from './errors.ts'
export type * from './exchange.ts'
export { createHttpApp, type HttpApp } from './http-app.ts'
export { type LiveSocket, type LiveSocketOptions, liveSocket } from './live-socket.ts'
export { bodyOf, firstHeaders, queryOf, unbroken, wholeOf, writeResult } from './node.ts'
export { basePath, type Mountable, type Outgoing, services } from './services.ts'
export { type FetchOptions, sillageFetch } from './sillage-fetch.ts'
export { type NodeOptions, sillageNode } from './sillage-node.ts'
export type * from './types.ts'
export type * from './ui.ts'
export { unreadOf } from './unread.ts'
export { listenForUpgrades } from './upgrades.ts'

/**
 * Every route there is. An adapter is a loop over this list (with paths by `WireNames`) plus the live socket. A GET
 * route also answers HEAD. Routes with a fixed last segment come before those with a parameter in its place.
 */
export const routes: readonly Route[] = describedRoutes
