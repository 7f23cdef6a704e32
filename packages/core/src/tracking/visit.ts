import type { NewEvent } from '../store/port/event-store.ts'
import { type ClientAddress, createClientAddress, type TrustProxy } from './client-address.ts'
import { createNetworks, type Network } from './networks.ts'
import { cleanUserAgent, type IpPolicy, keepIp, keepUserAgent, type UserAgentPolicy } from './visitor-privacy.ts'

/** What one request on a tracking route shows of its client, after the privacy options were applied. */
export interface Visit extends Pick<NewEvent, 'ip' | 'userAgent' | 'head' | 'prefetch'> {
  /** Of the host's `tracking.networks`, the one that it came from. */
  network?: string | undefined
  /** The request asks not to be tracked, and the installation honours that. */
  optedOut: boolean
  /** For limits on abuse only; never stored. */
  source: string
}

/** What is kept of a request, and which proxies are trusted. */
export interface VisitOptions {
  trustProxy?: TrustProxy | undefined
  networks?: readonly Network[] | undefined
  ip: IpPolicy
  userAgent: UserAgentPolicy
  /** Honour `Sec-GPC: 1` and `DNT: 1`. */
  honourGpc: boolean
}

interface TrackingRequest {
  method: string
  headers: Readonly<Record<string, string | undefined>>
  remoteAddress: string | undefined
}

export function createVisitReader(options: VisitOptions): (request: TrackingRequest) => Visit {
  const clientAddress: ClientAddress = createClientAddress(options.trustProxy)
  const networkNamed = createNetworks(options.networks)
  return ({ method, headers, remoteAddress }) => {
    const address = clientAddress(remoteAddress, headers['x-forwarded-for'])
    return {
      ip: keepIp(address, options.ip),
      userAgent: keepUserAgent(cleanUserAgent(headers['user-agent']), options.userAgent),
      network: networkNamed(address),
      head: method === 'HEAD',
      prefetch: isPrefetch(headers),
      optedOut: options.honourGpc && (headers['sec-gpc'] === '1' || headers.dnt === '1'),
      source: address ?? '',
    }
  }
}

/** `Sec-Purpose` is the standard; `Purpose`, `X-Purpose` and `X-Moz` are what older browsers send. */
function isPrefetch(headers: TrackingRequest['headers']): boolean {
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-purpose'] ?? headers['x-moz']
  return purpose !== undefined && /prefetch|prerender|preview/i.test(purpose)
}
