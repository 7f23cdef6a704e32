/**
 * Mounts the routes and the live socket on Express.
 *
 * @module @sillage/adapter-express
 */

export { type AttachLiveOptions, attachLive, sillageRouter } from './sillage-router.ts'
