/** What the live connection loads on demand: most get their WebSocket and never need it. */
export { createEventStreamSource } from './event-stream-source.ts'
export { createSharedSource, sharedName } from './shared-source.ts'
