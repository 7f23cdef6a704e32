/**
 * An installation from elsewhere: `createClient` has the methods of the process over HTTP, in pages and in Node. Needs
 * neither and no package. Below it what the elements share with it: the requests and the live connection.
 *
 * @module @sillage/core/client
 */

export { applyToStats } from './apply-to-stats.ts'
export { type Client, createClient } from './client.ts'
export { createLive, createStreamLive, type LiveOptions } from './live.ts'
export type { LiveConnection, LiveFrameOf, LiveListener, StreamFrameOf } from './live-connection.ts'
export { createNamespaces } from './namespaces.ts'
export { type ClientOptions, createRequests, type Requests } from './requests.ts'
export type { QueryValue } from './route-url.ts'
export { tellEach } from './tell-each.ts'
export type { Watch } from './watch.ts'
export type { WebSocketClass } from './web-socket-source.ts'
