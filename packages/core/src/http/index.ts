/**
 * Everything an adapter needs, and nothing more.
 *
 * @module @sillage/core/http
 */

export { englishNames, frenchNames } from '../domain/names.ts'
export { nothingHere, unsupportedType } from './errors.ts'
export type * from './exchange.ts'
export { createHttpApp, type HttpApp } from './http-app.ts'
export { type LiveSocket, liveSocket } from './live-socket.ts'
export { bodyOf, firstHeaders, queryOf, unbroken, wholeOf, writeResult } from './node.ts'
export { routes } from './routes/index.ts'
export type { Mountable } from './services.ts'
export { type FetchOptions, sillageFetch } from './sillage-fetch.ts'
export type * from './types.ts'
export { unreadOf } from './unread.ts'
export { listenForUpgrades } from './upgrades.ts'
