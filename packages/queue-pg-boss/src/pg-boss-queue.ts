import { type Sillage, SillageError } from '@sillage/core'
import { services } from '@sillage/core/http'
import { expect } from '@sillage/core/store'
import { type Job, PgBoss } from 'pg-boss'
import { checkQueueOptions, type PgBossQueueOptions } from './queue-options.ts'
import { type SendJob, wantedJobs } from './wanted-jobs.ts'

/**
 * One process's part in a fleet of senders; made by `pgBossQueue`. It only schedules which process sends which campaign
 * when; which sender has a message is decided by the leases in the store, so that a queue that stands still costs time
 * and no mail. Start it after `sillage.start({ send: false })`, stop it before `sillage.close()`. Once stopped it is
 * not started again.
 */
export interface PgBossQueue {
  /**
   * Begins to distribute campaigns and, unless `work` is false, to send them: `sillage` is to be started with
   * `send: false` before. Rejects with PostgreSQL's error where pg-boss cannot make or read its tables, and may then be
   * called again; with `closed` after `stop`. While it runs, further calls return the promise of the first.
   */
  start(sillage: Sillage, options?: { work?: boolean }): Promise<void>
  /**
   * Takes no more jobs, lets messages that are being sent finish within `graceMs` (default 10000), returns the rest to
   * the others.
   */
  stop(options?: { graceMs?: number }): Promise<void>
}

/** Jobs are compared with the campaigns whenever one changes its status, and at least so often. */
const LOOK_MS = 5_000
/** How often a worker that sends a campaign checks whether it should stop. */
const ROUND_MS = 30_000
/** A job ends after this and is distributed again, so that slots move to processes that were added. */
const SHIFT_MS = 10 * 60_000
/** A timer may fire so much early. */
const TIMER_MS = 2
/** A process that is silent for so long has died; the least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10

type StartOptions = NonNullable<Parameters<PgBossQueue['start']>[1]>
type StopOptions = NonNullable<Parameters<PgBossQueue['stop']>[0]>
const startChecks: expect.Checks<StartOptions> = { work: expect.flag }
const stopChecks: expect.Checks<StopOptions> = { graceMs: expect.amount('milliseconds') }

/**
 * Spreads campaigns over processes by pg-boss: a job for each campaign and worker slot runs `sendDue`, one for each
 * scheduled campaign waits for its time. pg-boss runs jobs again when a process dies; jobs that are not needed any more
 * are deleted. Which sender has a message is decided by the leases in the store alone, so that losing or doubling a job
 * loses and doubles no mail. Throws `invalid_option`.
 */
export function pgBossQueue(options: PgBossQueueOptions): PgBossQueue {
  const { name, slots, campaigns, boss: config } = checkQueueOptions(options)
  const boss = new PgBoss(config)
  const stopping = new AbortController()
  const statuses = new Map<string, string>()
  let sillage: Sillage | undefined
  let started: Promise<void> | undefined
  let unsubscribe = () => {}
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let lookAgain = false

  const warn = (err: unknown, message: string) => sillage?.[services].logger.warn({ err }, message)
  boss.on('error', (error) => warn(error, 'pg-boss met an error and goes on'))
  boss.on('warning', ({ message }) => warn(undefined, `pg-boss: ${message}`))

  /** One comparison at a time; a request meanwhile causes one more. */
  function look(on: Sillage): Promise<void> {
    lookAgain = true
    looking ??= (async () => {
      while (lookAgain && !stopping.signal.aborted) {
        lookAgain = false
        await compare(on).catch((err: unknown) => warn(err, 'jobs could not be compared with the campaigns'))
      }
      looking = undefined
    })()
    return looking
  }

  /**
   * Adds the jobs that are missing, which is repeatable: pg-boss keeps one for each key. Deletes those that are over,
   * and those whose campaign is.
   */
  async function compare(on: Sillage): Promise<void> {
    // Read first, so that a job for a campaign that starts meanwhile is not mistaken for one that is left over.
    const queued = await boss.findJobs<SendJob>(name, { queued: true, limit: 100_000 })
    const wanted = await wantedJobs(on, { slots, aheadMs: LOOK_MS })
    const leftOver = queued.filter(({ singletonKey }) => !wanted.has(singletonKey ?? '')).map(({ id }) => id)
    if (leftOver.length > 0) await boss.deleteJob(name, leftOver)
    await boss.deleteStoredJobs(name)
    if (wanted.size > 0) await boss.insert(name, [...wanted.values()])
  }

  /** Runs one job: sends the campaign until nothing of it is due. */
  async function work(on: Sillage, { data, signal }: Job<SendJob>): Promise<void> {
    // This process's monotonic time, which is never set; only `until` is wanted in that of the installation's clock.
    const end = performance.now() + SHIFT_MS
    while (performance.now() < end && !signal.aborted && !stopping.signal.aborted) {
      const began = performance.now()
      const roundMs = Math.min(ROUND_MS, end - began)
      await on.sendDue({ campaignId: data.campaignId, until: new Date(on[services].clock.now() + roundMs) })
      // Earlier than needed: there is nothing to do.
      if (performance.now() < began + roundMs - TIMER_MS) return
    }
  }

  async function begin(on: Sillage, options: StartOptions): Promise<void> {
    const { work: working = true } = expect.checkOptions('start', options, startChecks)
    sillage = on
    await boss.start()
    await boss.createQueue(name, {
      policy: 'exclusive',
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: (2 * SHIFT_MS) / 1000,
      retryLimit: 1_000,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 30,
    })
    if (working) {
      // One job of a campaign in each process: a second one would share the same connections.
      const settings = { localConcurrency: campaigns, localGroupConcurrency: 1, pollingIntervalSeconds: 0.5 }
      await boss.work<SendJob>(name, settings, async ([job]) => job && work(on, job))
    }
    unsubscribe = on.live.on('campaign_progress', ({ campaignId, status }) => {
      if (statuses.get(campaignId) === status) return
      if (status === 'completed' || status === 'cancelled') statuses.delete(campaignId)
      else statuses.set(campaignId, status)
      void look(on)
    })
    timer = setInterval(() => void look(on), LOOK_MS)
    await look(on)
  }

  return {
    start(on, options = {}) {
      if (stopping.signal.aborted)
        return Promise.reject(new SillageError('closed', 'This queue was stopped; create a new one.'))
      started ??= begin(on, options).catch((error: unknown) => {
        // PostgreSQL may be there the next time.
        started = undefined
        throw error
      })
      return started
    },
    async stop(options = {}) {
      const { graceMs = 10_000 } = expect.checkOptions('stop', options, stopChecks)
      if (stopping.signal.aborted) return
      stopping.abort()
      unsubscribe()
      clearInterval(timer)
      await looking
      // Ending the sends ends the jobs, which pg-boss waits for.
      const ended = boss.stop({ graceful: true, timeout: graceMs + 5_000 })
      await sillage?.stop({ graceMs })
      await ended
    },
  }
}
