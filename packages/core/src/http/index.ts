/** Everything an adapter needs, and nothing more: `@sillage/core/http`. */
export { englishNames, frenchNames } from '../domain/names.ts'
export { createHttpApp, type HttpApp } from './http-app.ts'
export { type LiveSocket, liveSocket } from './live-socket.ts'
export { bodyOf, firstHeaders, writeResult } from './node.ts'
export { routes } from './routes.ts'
export { type FetchOptions, sillageFetch } from './sillage-fetch.ts'
export type * from './types.ts'
