import { type SmtpTransportOptions, smtpSettings } from './smtp/smtp-options.ts'
import { createSmtpPool } from './smtp/smtp-pool.ts'
import type { SendOptions, Transport } from './transport.ts'

/**
 * Sends over SMTP with a pool of connections, and always knows how far a send came (RFC 5321). Options are named as
 * nodemailer names them; a URL such as `smtps://user:pass@host:465` will do. Times in milliseconds; 20 connections, 100
 * messages each, 6 minutes for a send by default. Throws `invalid_option` for options it does not know or cannot use.
 */
export function smtpTransport(options: SmtpTransportOptions | string): Transport {
  const settings = smtpSettings(options)
  const pool = createSmtpPool(settings)
  const { dkim, sendTimeout } = settings
  const within = (options: SendOptions): SendOptions => ({
    ...options,
    timeoutMs: Math.min(options.timeoutMs ?? sendTimeout, sendTimeout),
  })

  return {
    name: 'smtp',
    timeoutMs: sendTimeout,
    async send(message, options = {}) {
      if (dkim === undefined) return pool.send(message, within(options))
      const until = performance.now() + Math.min(options.timeoutMs ?? sendTimeout, sendTimeout)
      let raw: Buffer
      try {
        raw = await dkim.sign(message.raw)
      } catch (error) {
        // A key that is kept elsewhere may be out of reach. Nothing was handed over, so this is an outage, and costs
        // the message nothing.
        const text = `The message could not be signed: ${error instanceof Error ? error.message : String(error)}`
        return { kind: 'lost', stage: 'connect', handedOver: false, text }
      }
      return pool.send(
        { envelope: message.envelope, raw },
        { ...options, timeoutMs: Math.max(Math.floor(until - performance.now()), 1) },
      )
    },
    verify: (options = {}) => pool.verify(within(options)),
    ...(dkim?.aligned === undefined ? {} : { aligned: dkim.aligned.bind(dkim) }),
    close: () => pool.close(),
  }
}
