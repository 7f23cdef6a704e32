/** What the package shows of its sending parts. */

export type { BulkOptions } from './bulk-headers.ts'
export { type DkimOptions, type DkimSigner, dkim, signedHeaderFields } from './dkim.ts'
export type { SenderMetrics } from './metrics.ts'
export type { RetryOptions } from './retry-policy.ts'
export type { SmtpAuth, SmtpTransportOptions } from './smtp/smtp-options.ts'
export { smtpTransport } from './smtp-transport.ts'
export type { DomainLimits } from './throttle.ts'
export type { OutgoingMessage, SendOptions, Transport, TransportResult, TransportStage } from './transport.ts'
export { type TransporterOptions, transporterTransport } from './transporter-transport.ts'
