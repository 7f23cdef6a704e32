/**
 * From due messages to outcomes. `sender.ts` runs engines. In `engine/`, `engine.ts` begins all work: it claims
 * messages for the campaigns it sends (`lane.ts`, `claims.ts`) with slots (`reserve.ts`), marks those whose slot comes
 * (`launches.ts`), composes each, waits for its slot and hands it over (`send-message.ts`), reacts to the answer
 * (`reactions.ts`) and stores outcomes (`settler.ts`). Whatever pauses, starts or ends a campaign is in
 * `campaign-status.ts`. What an engine knows is data (`engine-state.ts`): parts read and write it, call those they
 * import, and never the engine. How long to wait, how fast to send and what an answer means is in `policy/`, handing a
 * mail over in `transport/`.
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
