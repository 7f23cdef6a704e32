import type { Logger } from '../domain/logger.ts'
import { remember } from '../kit/remember.ts'
import type { Transport } from './transport/transport.ts'

/** Called with the domain in From of what is about to be sent. */
export type AlignmentWatch = (fromDomain: string) => void

const mostDomains = 1_000

/**
 * Warns of domains in From whose mails are signed by the key of another one, which DMARC does not count: once for each,
 * as far as the newest 1,000 go.
 */
export function createAlignmentWatch(transport: Transport, logger: Logger): AlignmentWatch {
  const warn = remember((fromDomain) => {
    const text = 'no DKIM key is of the domain in From or of one above it: DMARC may not count the signature'
    logger.warn({ fromDomain }, text)
  }, mostDomains)
  return (fromDomain) => {
    try {
      if (transport.aligned?.(fromDomain) === false) warn(fromDomain)
    } catch (err) {
      logger.error({ err }, 'the transport threw when it was asked whom it signs for')
    }
  }
}
