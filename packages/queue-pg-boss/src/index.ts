/**
 * Senders on many machines, given their campaigns by pg-boss.
 *
 * @module @sillage/queue-pg-boss
 */

export { type PgBossQueue, pgBossQueue } from './pg-boss-queue.ts'
export type { PgBossQueueOptions, QueuePool } from './queue-options.ts'
