import type { Clock } from '../domain/clock.ts'
import type { Judge, Judgement, NewEvent } from '../store/port/event-store.ts'
import { isHeadline } from '../store/rules/ledger.ts'
import { networkOf } from './client-address.ts'
import type { Recorder } from './recorder.ts'
import type { TokenLimit } from './token-limit.ts'

/** Kinds of merged hits that are distinguished for one token of a recipient, of machines and of people each. */
const KINDS = 20
const MINUTE_MS = 60_000
/** How long counts gather before they are stored. */
const GATHER_MS = 10_000
/** Counts that may gather before they are stored at once: few tokens are ever used so much in ten seconds. */
const MOST_GATHERED = 10_000

/**
 * Keeps one token from filling the store (`token-limit.ts`). Opens, clicks and views beyond 20 in a minute are merged,
 * into one event with a count for each kind of hit, which is stored within ten seconds. Such a hit is answered at once.
 * Hits of one kind are those that `judge` cannot distinguish, so a person's is kept separate among a machine's. Of
 * events that say the same however often they come (unsubscriptions, bounces, complaints) those beyond 20 are not
 * stored. Reads and consents are counted before they come here: where a stream is opened, where a choice is stored.
 *
 * Of a recipient's token, a client with ever-changing programs or networks makes a kind with each. Those that declare a
 * machine take no kinds from the others: from the 21st within ten seconds they are distinguished by what they declare
 * alone. Of the others those from the 21st on are one event with the reason `flood`, a scanner's: one recipient has
 * neither so many programs nor so many networks, and otherwise they would count as opens and clicks. A token that all
 * recipients share is judged by what the request declares alone, of which there are few kinds, so a crowd is counted as
 * people.
 */
export function mergeFloods(recorder: Recorder, limit: TokenLimit, clock: Clock, judge: Judge): Recorder {
  /** By token, machines' apart, then by kind. */
  const merged = new Map<string, Map<string, NewEvent>>()
  let gathered = 0
  let minute = 0
  let gathering: Promise<void> | undefined
  let stopGathering = new AbortController()

  function merge(hit: NewEvent): void {
    // A count has one time: its hits must not lie in two hours.
    const now = Math.floor(hit.at / MINUTE_MS)
    if (now !== minute || gathered >= MOST_GATHERED) flush()
    minute = now
    const judgement = judge(hit, { message: undefined, recent: [] })
    const isMachine = declaresMachine(hit, judgement)
    const token = `${isMachine} ${hit.type} ${hit.messageId} ${hit.campaignId} ${hit.linkId} ${hit.head}`
    const kinds = merged.get(token) ?? new Map<string, NewEvent>()
    merged.set(token, kinds)
    const declared = declaredOf(hit, judgement)
    const kind = hit.messageId === null ? declared : `${declared} ${fetcherOf(hit)}`
    if (kinds.has(kind) || kinds.size < KINDS || hit.messageId === null) add(kinds, kind, hit)
    else if (isMachine) add(kinds, declared, hit)
    else
      add(kinds, 'rest', { ...hit, ip: null, userAgent: null, program: null, prefetch: false, detail: { flood: true } })
    gathering ??= gather()
  }

  function add(kinds: Map<string, NewEvent>, kind: string, hit: NewEvent): void {
    const known = kinds.get(kind)
    if (known === undefined) gathered++
    kinds.set(kind, known === undefined ? hit : { ...hit, count: known.count + hit.count })
  }

  async function gather(): Promise<void> {
    await clock.sleep(GATHER_MS, stopGathering.signal)
    gathering = undefined
    flush()
  }

  function flush(): void {
    for (const kinds of merged.values()) for (const hit of kinds.values()) void recorder.record(hit)
    merged.clear()
    gathered = 0
  }

  return {
    record(hit) {
      const isCounted = hit.type === 'read' || hit.type === 'consent'
      if (isCounted || !limit.isExceeded(hit)) return recorder.record(hit)
      if (hit.type === 'open' || hit.type === 'click' || hit.type === 'view') merge(hit)
      return Promise.resolve()
    },
    keep: (event, withinMs) => recorder.keep(event, withinMs),
    async drain(withinMs) {
      stopGathering.abort()
      stopGathering = new AbortController()
      await gathering
      flush()
      await recorder.drain(withinMs)
    },
    metrics: () => ({ ...recorder.metrics(), merged: merged.size }),
  }
}

/** True of a hit that is a machine's whatever came before it. A view counts for nothing; it is held to be a click. */
const declaresMachine = ({ type, head }: NewEvent, { verdict }: Judgement): boolean =>
  !isHeadline({ type: type === 'open' ? 'open' : 'click', verdict, head })

/** What the judge says of the hit alone, the host's `classify` included; and the program, which is counted too. */
const declaredOf = ({ prefetch, detail, program }: NewEvent, { verdict, reasons }: Judgement): string =>
  JSON.stringify([verdict, reasons, prefetch, detail, program])

/** What the judge compares a recipient's hits by. */
const fetcherOf = ({ ip, userAgent }: NewEvent): string =>
  JSON.stringify([ip === null ? null : networkOf(ip), userAgent])
