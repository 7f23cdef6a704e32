import type { Metrics } from '../../observe/metrics.ts'
import type { Store } from '../../store/port/store.ts'
import type { FakeClock } from '../fake-clock.ts'

/** What goes on in the installation under test. */
export interface Activity {
  clock: FakeClock
  /** Its store, for questions that are not counted. */
  store: Store
  /** Rises with all that is done: calls of the store, mails that were handed over. */
  done(): number
  /** How much of that is not answered yet. */
  pending(): number
  metrics(): Metrics
}

/** The time of a test: it passes when the test says so, and not before the work of each moment is done. */
export interface TestTime {
  /** Moves the clock by `ms`. */
  advance(ms: number): Promise<void>
  /** Does what is due at the clock's time, which moves for that by a moment. */
  settle(): Promise<void>
  /** Moves the clock for as long as `work` waits for it, and gives back its result. */
  during<T>(work: Promise<T>): Promise<T>
}

/** A sender gathers changes for 50 ms, and live events come after 400 ms at the latest. */
const momentMs = 500
/** Shorter waits are left to `advance`, which wakes each sleeper at its own time. */
const shortestLeapMs = 5_000

export function testTime({ clock, store, done, pending, metrics }: Activity): TestTime {
  let last: Promise<unknown> = Promise.resolve()

  /** One after another: two that move the clock side by side would each undo what the other did. */
  function alone<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work)
    last = result
    return result
  }

  const inFlight = () => metrics().sender?.inFlight ?? 0

  /** Until all that this moment began is answered, and begins nothing more. */
  async function idle(): Promise<void> {
    for (;;) {
      const before = done()
      await clock.settle()
      // Outcomes gather for a millisecond of the machine's time; a timer as long that begins later ends later.
      if (pending() > 0 || inFlight() > 0) await oneMillisecond()
      if (pending() === 0 && done() === before) return
    }
  }

  /** Moves by up to `ms` in the steps of those that sleep; returns what is left of it. */
  async function stepsWithin(ms: number): Promise<number> {
    const until = clock.monotonic() + ms
    await idle()
    while (await clock.advanceToNext(until - clock.monotonic())) await idle()
    return until - clock.monotonic()
  }

  /** For how long nothing is to be sent. */
  async function quietMs(): Promise<number> {
    await idle()
    if (inFlight() > 0 || (metrics().sender?.ready ?? 0) > 0) return 0
    const request = { now: clock.now(), until: Number.MAX_SAFE_INTEGER, known: [] }
    const { campaigns, nextStartAt } = await store.campaigns.agenda(request)
    const times = [nextStartAt, ...campaigns.map(({ dueAt }) => dueAt)].filter((at) => at !== undefined)
    return Math.min(...times) - clock.now()
  }

  return {
    advance: (ms) =>
      alone(async () => {
        for (let left = ms; left > 0; ) {
          const quiet = Math.min(await quietMs(), left)
          const step = quiet >= shortestLeapMs ? quiet : Math.min(left, shortestLeapMs)
          if (step === quiet) await clock.leap(step)
          else await clock.advance(await stepsWithin(step))
          left -= step
        }
        await idle()
      }),
    settle: () =>
      alone(async () => {
        // What a mail brings about, such as the next campaign, is due as well.
        for (let before = -1; before !== handedOver(metrics()); ) {
          before = handedOver(metrics())
          await stepsWithin(momentMs)
        }
      }),
    during: (work) =>
      alone(async () => {
        let over = false
        const end = () => {
          over = true
        }
        work.then(end, end)
        for (await idle(); !over; await idle()) await clock.advanceToNext()
        return work
      }),
  }
}

/** Outcomes of sends so far. */
function handedOver({ sender }: Metrics): number {
  if (sender === undefined) return 0
  const failed = Object.values(sender.failed).reduce((sum, count) => sum + count, 0)
  return sender.sent + sender.retried + sender.unknown + failed
}

const oneMillisecond = () => new Promise<void>((resolve) => setTimeout(resolve, 1))
