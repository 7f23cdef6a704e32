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

const isPage = (event: Pick<Seen, 'type' | 'detail'>): boolean =>
  event.type === 'view' && event.detail?.page === 'unsubscribe'

/**
 * A fetcher that follows several different links of one mail within seconds is not a reader. The hit and all of its
 * burst, the opens of that fetcher in the window included; empty when there is no burst.
 */
export function burst<T extends Seen>(hit: NewEvent, recent: readonly T[], limits: RuleThresholds): T[] | undefined {
  if (hit.type !== 'click') return undefined
  const near = recent.filter((event) => hit.at - event.at <= limits.burstWindowMs && sameFetcher(event, hit))
  const links = new Set(near.filter((event) => event.type === 'click').map((event) => event.linkId))
  links.add(hit.linkId)
  if (links.size < limits.burstLinks) return undefined
  return near.filter((event) => event.type === 'click' || event.type === 'open')
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
 * One recipient seen from several networks within seconds: a scanner's farm. Mail proxies fetch from anywhere and do
 * not count.
 */
export function manyNetworks<T extends Seen>(
  hit: NewEvent,
  recent: readonly T[],
  limits: RuleThresholds,
): T[] | undefined {
  if (hit.ip === null || (hit.type !== 'click' && hit.type !== 'open')) return undefined
  const near = recent.filter(
    (event) =>
      hit.at - event.at <= limits.networksWindowMs &&
      event.ip !== null &&
      event.verdict !== 'proxy' &&
      event.verdict !== 'prefetch' &&
      (event.type === 'click' || event.type === 'open'),
  )
  const networks = new Set([...near, hit].map((event) => network(event.ip)))
  return networks.size >= limits.networks ? near : undefined
}
