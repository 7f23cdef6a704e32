import type { RuleThresholds } from '../../domain/judge-rules.ts'
import type { NewEvent } from '../../store/port/event-store.ts'
import type { EventRecord } from '../../store/port/records.ts'
import { networkOf } from '../client-address.ts'

type Seen = Pick<EventRecord, 'type' | 'at' | 'ip' | 'userAgent' | 'linkId' | 'verdict' | 'head' | 'detail'>

/** Requests with the same values here come from one fetcher: one network, one program. */
function sameFetcher(a: Pick<Seen, 'ip' | 'userAgent'>, b: Pick<Seen, 'ip' | 'userAgent'>): boolean {
  return a.userAgent === b.userAgent && network(a.ip) === network(b.ip)
}
const network = (ip: string | null): string | null => (ip === null ? null : networkOf(ip))

const isFetch = ({ type }: Pick<Seen, 'type'>): boolean => type === 'click' || type === 'open'
/** What no rule took for a machine's: those say nothing of where the person is. */
export const isReaders = ({ verdict }: Pick<Seen, 'verdict'>): boolean => verdict === 'human' || verdict === 'unknown'

const isPage = (event: Pick<Seen, 'type' | 'detail'>): boolean =>
  event.type === 'view' && event.detail?.page === 'unsubscribe'

/**
 * A fetcher that follows several different links of one mail within seconds is not a reader. Its hits of the last
 * minutes, the opens included, which a gateway may load well before; undefined when there is no burst.
 */
export function burst<T extends Seen>(hit: NewEvent, recent: readonly T[], limits: RuleThresholds): T[] | undefined {
  if (hit.type !== 'click') return undefined
  const own = recent.filter((event) => isFetch(event) && sameFetcher(event, hit))
  const near = own.filter((event) => event.type === 'click' && hit.at - event.at <= limits.burstWindowMs)
  const links = new Set(near.map((event) => event.linkId)).add(hit.linkId)
  return links.size < limits.burstLinks ? undefined : own
}

/**
 * Whoever opens the unsubscribe page and a content link together follows everything; a person does one or the other.
 */
export function unsubscribePair<T extends Seen>(
  hit: NewEvent,
  recent: readonly T[],
  limits: RuleThresholds,
): T[] | undefined {
  const near = recent.filter((event) => hit.at - event.at <= limits.pairWindowMs && sameFetcher(event, hit))
  if (hit.type === 'click') return near.some(isPage) ? near.filter((event) => event.type === 'click') : undefined
  if (!isPage(hit)) return undefined
  const clicks = near.filter((event) => event.type === 'click')
  return clicks.length > 0 ? clicks : undefined
}

/**
 * Clicks of one recipient at the same moment from several networks: a scanner's farm. Two are enough for the same link
 * by the same program, which nobody presses twice from two places.
 */
export function parallel<T extends Seen>(hit: NewEvent, recent: readonly T[], limits: RuleThresholds): T[] | undefined {
  if (hit.type !== 'click') return undefined
  const near = strangers(hit, recent, limits.parallelMs)?.filter(({ type }) => type === 'click')
  if (near === undefined) return undefined
  const alike = near.filter((event) => event.linkId === hit.linkId && event.userAgent === hit.userAgent)
  const farm =
    networksOf([...alike, hit]) >= 2 ? alike : networksOf([...near, hit]) >= limits.networks ? near : undefined
  return farm && recent.filter((event) => isFetch(event) && [...farm, hit].some((one) => sameFetcher(event, one)))
}

/**
 * One recipient seen from several networks within seconds by one program: a scanner's farm. People to whom a link was
 * passed on come with programs of their own.
 */
export function manyNetworks<T extends Seen>(
  hit: NewEvent,
  recent: readonly T[],
  limits: RuleThresholds,
): T[] | undefined {
  if (!isFetch(hit)) return undefined
  const near = strangers(hit, recent, limits.networksWindowMs)?.filter(({ userAgent }) => userAgent === hit.userAgent)
  return near !== undefined && networksOf([...near, hit]) >= limits.networks ? near : undefined
}

const networksOf = (events: readonly Pick<Seen, 'ip'>[]): number => new Set(events.map(({ ip }) => network(ip))).size

/** Whoever had the mail open for so long before others came was there first: the reader. */
const settledMs = 5_000

/**
 * The hits within this time that nobody is known to be behind: neither a machine, nor whoever had the mail open before
 * the others came. Undefined where the hit itself is that reader's, or has no address.
 */
function strangers<T extends Seen>(hit: NewEvent, recent: readonly T[], withinMs: number): T[] | undefined {
  if (hit.ip === null) return undefined
  const near = recent.filter((event) => event.ip !== null && isFetch(event) && isReaders(event))
  const firstOf = new Map<string | null, number>()
  for (const { ip, at } of [...near, hit]) firstOf.set(network(ip), Math.min(firstOf.get(network(ip)) ?? at, at))
  const [first = 0, second = Number.POSITIVE_INFINITY] = [...firstOf.values()].sort((a, b) => a - b)
  const firstOfOthers = (ip: string | null) => (firstOf.get(network(ip)) === first ? second : first)
  const readers = new Set(
    near
      .filter(({ type, at, ip }) => type === 'open' && firstOfOthers(ip) - at >= settledMs)
      .map(({ ip }) => network(ip)),
  )
  if (readers.has(network(hit.ip))) return undefined
  return near.filter((event) => hit.at - event.at <= withinMs && !readers.has(network(event.ip)))
}
