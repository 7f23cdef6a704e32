import { type KeyObject, X509Certificate } from 'node:crypto'
import type { FeedbackDeps } from '../../domain/feedback-source.ts'
import { boundedFetch } from './bounded-fetch.ts'

/** Keys of Amazon SNS by the address of their certificate, which was checked before. */
export interface SnsCertificates {
  /** `unreachable`: ask again later. `refused`: there is no certificate, or none that is valid now. */
  key(url: string, deps: FeedbackDeps): Promise<KeyObject | 'unreachable' | 'refused'>
}

/** A region has one at a time, and for some days the one before. */
const mostCertificates = 20

interface Certificate {
  key: KeyObject
  from: number
  to: number
}

/** Keeps those that were found; what failed is asked anew. */
export function createSnsCertificates(): SnsCertificates {
  const known = new Map<string, Certificate>()
  const asked = new Map<string, Promise<Certificate | 'unreachable' | 'refused'>>()

  async function find(url: string, deps: FeedbackDeps): Promise<Certificate | 'unreachable' | 'refused'> {
    const found = await boundedFetch(url, deps)
    if (found.kind !== 'text') return found.kind
    const certificate = parse(found.text)
    if (certificate === undefined) return 'refused'
    if (known.size >= mostCertificates) known.delete(known.keys().next().value as string)
    known.set(url, certificate)
    return certificate
  }

  return {
    async key(url, deps) {
      const inTime = known.get(url) ?? (await once(asked, url, () => find(url, deps)))
      if (typeof inTime === 'string') return inTime
      const now = deps.clock.now()
      return inTime.from <= now && now <= inTime.to ? inTime.key : 'refused'
    },
  }
}

/** A burst of messages asks once for all of them. */
function once<T>(asked: Map<string, Promise<T>>, url: string, find: () => Promise<T>): Promise<T> {
  const before = asked.get(url)
  if (before !== undefined) return before
  const promise = find().finally(() => asked.delete(url))
  asked.set(url, promise)
  return promise
}

function parse(pem: string): Certificate | undefined {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem)
    if (publicKey.asymmetricKeyType !== 'rsa') return undefined
    return { key: publicKey, from: Date.parse(validFrom), to: Date.parse(validTo) }
  } catch {
    return undefined
  }
}
