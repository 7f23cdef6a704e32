/**
 * From due messages to outcomes. `sender.ts` runs engines (`engine/`): each claims messages for the campaigns it sends (`lane.ts`, `claims.ts`), takes slots
 * for them (`reserve.ts`), composes and launches them (`launches.ts`), reacts to what comes of it (`reactions.ts`) and stores outcomes (`settler.ts`). How
 * long to wait, how fast to send and what an answer means is in `policy/`, handing a mail over in `transport/`.
 */

export type { BulkOptions } from './bulk-headers.ts'
export type { SenderMetrics } from './metrics.ts'
export type { RetryOptions } from './policy/retry-policy.ts'
export type { DomainLimits } from './policy/throttle.ts'
export { type DkimOptions, type DkimSigner, dkim, signedHeaderFields } from './transport/dkim.ts'
export type { SmtpAuth } from './transport/smtp/smtp-auth.ts'
export type { SmtpTransportOptions } from './transport/smtp/smtp-options.ts'
export { smtpTransport } from './transport/smtp-transport.ts'
export type { OutgoingMessage, SendOptions, Transport, TransportResult, TransportStage } from './transport/transport.ts'
export { type TransporterOptions, transporterTransport } from './transport/transporter-transport.ts'
