export type { MarkOptions } from './mark-headers.ts'
export type { SenderMetrics } from './metrics.ts'
export type { RetryOptions } from './policy/retry-policy.ts'
export type { DomainLimits } from './policy/throttle.ts'
export { type DkimOptions, type DkimSigner, dkim, signedHeaderFields } from './transport/dkim.ts'
export { type MailAddress, type MailParts, mailParts } from './transport/mail-parts.ts'
export type { NamedTransports } from './transport/named-transports.ts'
export type { SmtpAuth } from './transport/smtp/smtp-auth.ts'
export type { SmtpTransportOptions } from './transport/smtp/smtp-options.ts'
export { type SmtpServersOptions, smtpTransport } from './transport/smtp-transport.ts'
export type {
  DkimPublicKey,
  OutgoingMessage,
  SendOptions,
  ServerMetrics,
  ServerReport,
  Transport,
  TransportResult,
  TransportStage,
} from './transport/transport.ts'
export { apiFailure } from './transport/transporter/api-failure.ts'
export type { MailTransporter, TransporterMail } from './transport/transporter/mail-transporter.ts'
export { type TransporterOptions, transporterTransport } from './transport/transporter/transporter-transport.ts'
