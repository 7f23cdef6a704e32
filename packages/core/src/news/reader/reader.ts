import { type Clock, monotonic, sleepLightly } from '../../domain/clock.ts'
import type { Logger } from '../../domain/logger.ts'
import type { NewsPlace, StoredFact } from '../../store/port/outbox-store.ts'
import type { Store } from '../../store/port/store.ts'
import type { NewDelivery, Progress, Reading, Tries, Wanted } from '../../store/port/webhook-store.ts'
import { untried } from '../../store/rules/readings.ts'
import { createPages, isSamePlace } from './pages.ts'
import { isWanted, type Told } from './told.ts'
import { isDue } from './waits.ts'

const POLL_MS = 1_000
/** Where this process reads for nobody, it asks for leases less often. */
const IDLE_MS = 5_000
const LEASE_MS = 60_000
/** What a lease has left at least, after it was asked for: a store prolongs it when a third of it is over. */
const SURE_MS = LEASE_MS / 2
/** A fact is passed on only by whoever has the lease for so long yet: longer than a webhook is waited for. */
const TELL_MS = 15_000
/** How long a place that no fact led to may be kept in memory only. */
const UNSAVED_MS = 10_000

/** What became of passing a fact on. */
type Outcome =
  /** It is done with: passed on, or given up. */
  | { kind: 'next'; delivery?: NewDelivery }
  /** It is passed on again later, and nothing before it. */
  | { kind: 'again'; tries: Tries; delivery?: NewDelivery }
  /** Nothing more is passed on. */
  | { kind: 'off'; reason: string; at: number; delivery: NewDelivery }

/** Passes a fact on to whoever reads; never rejects. `tries` is what is known of those before. */
export type Tell = (told: Told, tries: Tries, reading: Reading) => Promise<Outcome>

/** Reads what is stored for subscriptions of this process and for webhooks, each under a lease of its own. */
export interface Reader {
  start(): void
  /** Ends after the facts that are on their way, and gives the leases back. */
  stop(): Promise<void>
  /** Reads at once. */
  wake(): void
  /** Reads for a subscription from now on; ends with the function that is returned. */
  subscribe(name: string, wanted: Wanted, tell: Tell): () => Promise<void>
}

export interface ReaderParts {
  store: Pick<Store, 'outbox' | 'webhooks'>
  clock: Clock
  logger: Logger
  /** This process, among all. */
  name: string
  /** Makes a fact of what is stored; resolves when the keys are there. */
  told: () => Promise<(stored: StoredFact) => Told | undefined>
  tellWebhook: Tell
  /** A webhook was switched off, at this time. */
  switchedOff: (reading: Reading, reason: string, at: number) => void
}

/** A subscription of this process. */
interface Subscription {
  wanted: Wanted
  tell: Tell
  /** Whether the store knows what it asks for. */
  noted: boolean
}

/** A reading whose lease this process has. */
interface Held {
  /** As the last round read it: its URL, types and secrets may change while it is behind. */
  reading: Reading
  /** Until when the lease is certain, in the time of this process. */
  sureUntil: number
}

/** How far a reading came without a fact to pass on. */
interface Unsaved {
  from: NewsPlace
  to: NewsPlace
  since: number
}

/**
 * A fact is passed on at least once: that is noted afterwards, so that a process that ends between the two repeats it.
 * In order: the next one waits until the one before is done with. By one process at a time: the lease is longer than
 * passing on takes, and a place is stored by its holder only.
 */
export function createReader({ store, clock, logger, name, told, tellWebhook, switchedOff }: ReaderParts): Reader {
  const subscriptions = new Map<string, Subscription>()
  const held = new Map<string, Held>()
  const unsaved = new Map<string, Unsaved>()
  const lanes = new Map<string, Promise<void>>()
  const pages = createPages(store.outbox)
  let asking: Promise<unknown> = Promise.resolve()
  let running: { over: AbortController; ended: Promise<void> } | undefined
  let awake = new AbortController()

  /** The reading as it is now, if this process has its lease for so long yet. */
  function sureOf(name: string, aheadMs: number): Reading | undefined {
    const { reading, sureUntil = 0 } = held.get(name) ?? {}
    const isSure = running?.over.signal.aborted === false && sureUntil > monotonic(clock) + aheadMs
    return isSure ? reading : undefined
  }

  async function rounds(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      awake = new AbortController()
      let waitMs = IDLE_MS
      try {
        if ((await round()) > 0) waitMs = POLL_MS
      } catch (error) {
        logger.warn({ err: error }, 'what happened could not be read for subscriptions and webhooks, and is read again')
      }
      if (!over.aborted) await sleepLightly(clock, waitMs, awake.signal)
    }
  }

  /** Takes leases, and begins to read what is not being read; returns for how many. */
  async function round(): Promise<number> {
    for (const [reading, subscription] of subscriptions) {
      if (subscription.noted) continue
      await store.webhooks.subscribe(reading, subscription.wanted, clock.now())
      subscription.noted = true
    }
    const asked = monotonic(clock)
    const now = clock.now()
    const request = { holder: name, now, until: now + LEASE_MS, subscriptions: [...subscriptions.keys()] }
    const taken = store.webhooks.take({ ...request, webhooks: true })
    asking = taken.catch(() => {})
    const readings = await taken
    held.clear()
    pages.forget()
    for (const reading of readings) {
      // One that ended while its lease was asked for; whoever ends it gives the lease back.
      if (reading.webhook === undefined && !subscriptions.has(reading.name)) continue
      held.set(reading.name, { reading, sureUntil: asked + SURE_MS })
      if (lanes.has(reading.name) || !isDue(reading.tries, now)) continue
      const lane = read(reading)
        .catch((error: unknown) =>
          logger.warn({ err: error, reading: reading.name }, 'reading stopped and goes on later'),
        )
        .finally(() => lanes.delete(reading.name))
      lanes.set(reading.name, lane)
    }
    return readings.length
  }

  /** Passes on what a reading asks for, one after the other, until the end or until one has to wait. */
  async function read(reading: Reading): Promise<void> {
    const make = await told()
    const tell = reading.webhook === undefined ? subscriptions.get(reading.name)?.tell : tellWebhook
    if (tell === undefined) return
    let { tries, place: saved } = reading
    let place = unsavedPlace(reading)
    const save = async (progress: Progress) => {
      unsaved.delete(reading.name)
      saved = progress.place
      return await store.webhooks.save(name, reading.name, progress)
    }
    for (;;) {
      const part = await pages.after(place)
      for (const stored of part.items) {
        const fact = make(stored)
        const now = sureOf(reading.name, 0)
        if (now === undefined) return
        if (fact !== undefined && isWanted(now, fact)) {
          if (sureOf(reading.name, TELL_MS) === undefined) return
          const outcome = await tell(fact, tries, now)
          if (outcome.kind === 'off') {
            const { reason, at, delivery } = outcome
            if (await store.webhooks.disable(name, reading.name, { reason, at, delivery })) switchedOff(now, reason, at)
            return
          }
          const { kind, delivery } = outcome
          if (kind === 'again') {
            await save({ place, tries: outcome.tries, delivery })
            return
          }
          tries = untried
          if (!(await save({ place: stored.place, tries, delivery }))) return
        } else if (tries.count > 0) tries = untried
        place = stored.place
      }
      place = part.to
      if (!isSamePlace(place, saved)) await keep(reading.name, { from: saved, to: place }, save)
      // What is not asked for may be much: it is read no longer than the lease is ours.
      if (!part.more || sureOf(reading.name, 0) === undefined) return
    }
  }

  /** From where a reading goes on: from what this process knows, unless another read for it meanwhile. */
  function unsavedPlace({ name: reading, place }: Reading): NewsPlace {
    const known = unsaved.get(reading)
    if (known !== undefined && isSamePlace(known.from, place)) return known.to
    unsaved.delete(reading)
    return place
  }

  /** Of what nobody asked for, the place is stored now and then. */
  async function keep(
    reading: string,
    { from, to }: Pick<Unsaved, 'from' | 'to'>,
    save: (progress: Progress) => Promise<unknown>,
  ): Promise<void> {
    const since = unsaved.get(reading)?.since ?? monotonic(clock)
    if (monotonic(clock) - since >= UNSAVED_MS) await save({ place: to, tries: untried })
    else unsaved.set(reading, { from, to, since })
  }

  async function end(reading: string): Promise<void> {
    held.delete(reading)
    // A lease that is being asked for would be had after it was given back.
    await Promise.all([asking, lanes.get(reading)])
    await store.webhooks.release(name, [reading])
  }

  return {
    start() {
      if (running !== undefined) return
      const over = new AbortController()
      running = { over, ended: Promise.resolve() }
      running.ended = rounds(over.signal)
    },
    async stop() {
      if (running === undefined) return
      running.over.abort()
      awake.abort()
      await running.ended
      await Promise.all(lanes.values())
      running = undefined
      unsaved.clear()
      await store.webhooks.release(name).catch(() => {})
    },
    wake: () => awake.abort(),
    subscribe(of, wanted, tell) {
      const reading = `sub:${of}`
      const subscription = { wanted, tell, noted: false }
      subscriptions.set(reading, subscription)
      awake.abort()
      return async () => {
        if (subscriptions.get(reading) !== subscription) return
        subscriptions.delete(reading)
        await end(reading)
      }
    },
  }
}
