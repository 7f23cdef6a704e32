export { type SillageFastifyOptions, sillageFastify } from './sillage-fastify.ts'
