export { type PgBossQueue, pgBossQueue } from './pg-boss-queue.ts'
export type { PgBossQueueOptions, QueuePool } from './queue-options.ts'
