import { createSillage } from '../../create-sillage.ts'
import { checkBaseUrl } from '../../domain/base-url.ts'
import { amount, kindOf, oneOf, refuse, shown } from '../../domain/expect/index.ts'
import { originalPaths } from '../../domain/tracking-paths.ts'
import { feedbackOf } from '../../feedback/reports/feedback-of.ts'
import { parseBounce } from '../../feedback/reports/parse-bounce.ts'
import { services } from '../../http/services.ts'
import { sillageFetch } from '../../http/sillage-fetch.ts'
import { addressKey } from '../../kit/address-key.ts'
import type { SillageOptions } from '../../options.ts'
import { checkAddress, envelopeAddress } from '../../recipients/address.ts'
import type { Sillage } from '../../sillage.ts'
import { memoryStore } from '../../store/memory/memory-store.ts'
import type { Store } from '../../store/port/store.ts'
import { thresholdsWith } from '../../tracking/rules/thresholds.ts'
import { checkSillageOptions } from '../../wiring/check-options.ts'
import { fakeClock } from '../fake-clock.ts'
import { bounceReport } from './bounce-report.ts'
import { countedStore } from './counted-store.ts'
import { createOutbox } from './outbox.ts'
import { ownUrls } from './own-urls.ts'
import { createReader } from './reader.ts'
import { type MailParts, readMail, type SentMail } from './sent-mail.ts'
import { serverAnswers } from './server-answers.ts'
import { testTime } from './test-time.ts'

/**
 * An installation for the tests of an app, made by `testSillage`. `await using` closes it. Methods reject with
 * `invalid_option`, and say what is there, for a mail, link or address that is not.
 */
export interface TestSillage extends AsyncDisposable {
  /** Migrated and started; give it to the app. */
  readonly sillage: Sillage
  /** Its time, which begins at 2026-01-01T00:00:00Z and stands still. */
  readonly clock: {
    /**
     * Moves the time by `ms`, and does on the way, each at its moment, whatever is due then: scheduled campaigns,
     * retries, what limits held back. Days take no longer than minutes where there is nothing to send.
     */
    advance(ms: number): Promise<void>
  }
  /** The mails that the server took, in that order; those of `campaigns.sendTest` too. */
  readonly outbox: SentMail[]
  /**
   * Sends what is due, stores all hits, and emits the events of both. What waits for a time, as a limit, a retry or
   * `scheduledAt`, is not due: `clock.advance` brings it. The clock moves by half a second at most, in which changes
   * and events are gathered, and by as much again while mails bring about others.
   */
  settle(): Promise<void>
  /** Settles; the newest mail to this address. Where there is none, the message names the addresses that have one. */
  mailTo(email: string): Promise<SentMail>
  /**
   * Loads its pixel, as the program of a person does, 11 seconds later: what is faster is taken for a machine's, and
   * with longer times in `tracking.rules` it is longer. Does nothing where the mail has no pixel.
   */
  open(mail: SentMail): Promise<void>
  /**
   * Follows a link, found by its destination or by an expression that fits destination or words, as a person's browser
   * does, 11 seconds later like `open`; `location` is where that led. A link that is not tracked leads to its own
   * destination, and makes no hit.
   */
  click(mail: SentMail, link: string | RegExp): Promise<{ location: string }>
  /**
   * Unsubscribes as mail programs do, by the one-click request of its List-Unsubscribe header (RFC 8058), or where it
   * has no such header by the link in its text; 11 seconds later like `open`.
   */
  unsubscribe(mail: SentMail): Promise<void>
  /**
   * Lets a server report that it could not deliver the mail after all: because the address does not exist (`hard`), or
   * because its mailbox is full (`soft`). @default 'hard'
   */
  bounce(mail: SentMail, kind?: 'hard' | 'soft'): Promise<void>
  /**
   * What the server says from now on to an address, or to all that match, instead of taking the mail: a `code` of 400
   * to 599, and the text behind it, such as `5.1.1 User unknown`. What is done about it follows from both, as with
   * SMTP. Of several that match the last one holds.
   */
  fail(email: string | RegExp, answer: { code: number; text?: string }): void
}

/** Besides what a person takes at least, so that no rule is met by a hair. */
const spareMs = 1_000

/**
 * An installation for the tests of an app: on a memory store, without a network, on a clock that the test moves;
 * migrated and started. Options are those of `createSillage`, laid over those that a test needs: `from` and `baseUrl`
 * have a default here, `store` may be another empty one without a clock of its own, as SQLite is, and is closed at the
 * end. `transport` and `clock` are its own. Rejects with `invalid_option`.
 */
export async function testSillage(options: Partial<SillageOptions> = {}): Promise<TestSillage> {
  const given = checked(options)
  const clock = fakeClock()
  const counted = countedStore(given.store)
  const own = ownUrls(checkBaseUrl(given.baseUrl), given.tracking?.paths ?? originalPaths)
  const { fail, answerTo } = serverAnswers()
  const outbox = createOutbox({ clock, answerTo, read: (message) => readMail(message, sillage[services], own) })
  // By the token in this address each mail says which message it is.
  const marks = { bounceAddress: 'bounces@sillage.example', ...given.sending?.marks }
  const sillage = createSillage({
    ...given,
    store: counted.store,
    transport: outbox.transport,
    clock,
    sending: { ...given.sending, marks },
  })
  const time = testTime({
    clock,
    store: given.store,
    done: () => counted.calls + outbox.sends,
    pending: () => counted.pending + outbox.pending,
    metrics: () => sillage.metrics(),
  })
  const { earlyMs, burstWindowMs } = thresholdsWith(given.tracking?.rules)
  const reader = createReader({
    // One network, as of one household; reserved for examples by RFC 5737.
    fetch: sillageFetch(sillage, { remoteAddress: () => '203.0.113.7' }),
    own,
    pause: () => time.advance(Math.max(earlyMs, burstWindowMs) + spareMs),
  })

  await sillage.migrate()
  await requireOneClock(sillage, given.store)
  await sillage.start()

  function partsOf(mail: SentMail): MailParts {
    return outbox.partsOf(mail) ?? refuse('mail', 'a mail of this outbox', kindOf(mail))
  }

  return {
    sillage,
    clock: { advance: async (ms) => time.advance(amount('milliseconds')(ms, 'ms')) },
    outbox: outbox.mails,
    settle: time.settle,
    async mailTo(email) {
      const address = addressKey(envelopeAddress(checkAddress(email)))
      await time.settle()
      const found = outbox.mails.findLast(({ to }) => addressKey(to) === address)
      return found ?? refuse('email', `an address with a mail: ${addresses(outbox.mails)}`, shown(email))
    },
    open: async (mail) => reader.open(partsOf(mail)),
    click: async (mail, link) => reader.click(partsOf(mail), link),
    unsubscribe: async (mail) => reader.unsubscribe(partsOf(mail)),
    async bounce(mail, kind = 'hard') {
      const { tracker } = sillage[services]
      const raw = bounceReport(partsOf(mail).envelope, oneOf('hard', 'soft')(kind, 'kind'))
      const event = feedbackOf(parseBounce(raw, { open: (token) => tracker.open(token, 'bounce') }))
      if (event === undefined) return refuse('mail', 'a mail of a campaign', 'one of sendTest, which has no message')
      await sillage.feedback.record([event], { source: 'test' })
    },
    fail,
    // What is on the wire waits for its slot, and closing for what is on the wire.
    [Symbol.asyncDispose]: () => time.during(sillage.close()),
  }
}

function checked(options: Partial<SillageOptions>): SillageOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    refuse('options', 'an object with the options of testSillage', kindOf(options))
  const { transport, clock, ...rest } = options
  if (transport !== undefined) refuse('transport', 'none, because the outbox takes the mails', kindOf(transport))
  if (clock !== undefined) refuse('clock', 'none, because the test moves its own', kindOf(clock))
  const { store = memoryStore(), baseUrl = 'https://mail.test/mail', from = 'Test <test@sillage.example>' } = rest
  return checkSillageOptions({ ...rest, store, baseUrl, from })
}

/** What is due and whose lease has ended is decided by a database's own clock, which no test can move. */
async function requireOneClock(sillage: Sillage, store: Store): Promise<void> {
  const { aheadMs = null, server = '' } = (await store.inspect?.()) ?? {}
  if (aheadMs === null) return
  await sillage.close()
  refuse(
    'store',
    'one whose time the test can move, such as memoryStore or sqliteStore',
    `${server} with its own clock`,
  )
}

function addresses(mails: readonly SentMail[]): string {
  return mails.length === 0 ? 'there is none yet' : [...new Set(mails.map(({ to }) => to))].join(', ')
}
