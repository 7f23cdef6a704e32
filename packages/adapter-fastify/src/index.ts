/**
 * Mounts the routes and the live socket on Fastify.
 *
 * @module @sillage/adapter-fastify
 */

export { type SillageFastifyOptions, sillageFastify } from './sillage-fastify.ts'
