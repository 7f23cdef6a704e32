import { type Checks, checkOptions, oneOf, refuse, required, shown } from '../../domain/expect/index.ts'
import type { DkimSigner } from './dkim.ts'
import { messageInParts } from './message-bytes.ts'
import { type OneServer, serverStrategies, severalServers } from './several-servers.ts'
import { examineServer } from './smtp/examine-server.ts'
import { type SmtpSettings, type SmtpTransportOptions, smtpSettings } from './smtp/smtp-options.ts'
import { createSmtpPool } from './smtp/smtp-pool.ts'
import type { OutgoingMessage, SendOptions, Transport } from './transport.ts'

/** Several servers for `smtpTransport`. */
export interface SmtpServersOptions {
  /** Each with all options of one server, or a URL. */
  servers: readonly (SmtpTransportOptions | string)[]
  /**
   * `failover`: the first one that works, in this order. `share`: whichever has least to do. What one refuses for
   * reasons of its own goes to the next in the same send, either way. Default `failover`.
   */
  strategy?: (typeof serverStrategies)[number] | undefined
}

const checks: Checks<SmtpServersOptions> = {
  servers: required((value, path) =>
    Array.isArray(value) && value.length > 0 ? value : refuse(path, 'the options of one server or more', shown(value)),
  ),
  strategy: oneOf(...serverStrategies),
}

/**
 * Sends over SMTP with a pool of connections, and always knows how far a send came (RFC 5321). Options are named as
 * nodemailer names them; a URL such as `smtps://user:pass@host:465` will do. Times in milliseconds; 20 connections, 100
 * messages each, 6 minutes for a send by default. With `servers` there are several, each with connections of its own.
 * Throws `invalid_option` for options it does not know or cannot use.
 */
export function smtpTransport(options: SmtpTransportOptions | SmtpServersOptions | string): Transport {
  if (typeof options !== 'object' || options === null || !('servers' in options)) return oneServer(options)
  const { servers, strategy = 'failover' } = checkOptions('smtpTransport', options, checks)
  return severalServers(servers.map(oneServer), strategy)
}

const serverName = ({ host = 'localhost', port, secure }: SmtpSettings['connection']): string =>
  `${host}:${port ?? (secure === true ? 465 : 587)}`

function oneServer(options: SmtpTransportOptions | string): OneServer {
  const settings = smtpSettings(options)
  const pool = createSmtpPool(settings)
  const { dkim, sendTimeout, limits } = settings
  const within = (options: SendOptions): SendOptions => ({
    ...options,
    timeoutMs: Math.min(options.timeoutMs ?? sendTimeout, sendTimeout),
  })

  const server = serverName(settings.connection)
  return {
    name: 'smtp',
    server,
    timeoutMs: sendTimeout,
    limits: limits && [limits],
    async send(message, options = {}) {
      if (dkim === undefined) return pool.send(message, within(options))
      const until = performance.now() + Math.min(options.timeoutMs ?? sendTimeout, sendTimeout)
      let signed: OutgoingMessage
      try {
        signed = await signedBy(dkim, message)
      } catch (error) {
        // A key that is kept elsewhere may be out of reach. Nothing was handed over, so this is an outage, and costs
        // the message nothing.
        const text = `The message could not be signed: ${error instanceof Error ? error.message : String(error)}`
        return { kind: 'lost', stage: 'connect', handedOver: false, text }
      }
      return pool.send(signed, { ...options, timeoutMs: Math.max(Math.floor(until - performance.now()), 1) })
    },
    verify: (options = {}) => pool.verify(within(options)),
    ...(dkim?.aligned === undefined ? {} : { aligned: dkim.aligned.bind(dkim) }),
    examine: async (options = {}) => [await examineServer(server, settings, within(options))],
    ...(dkim?.keys === undefined ? {} : { dkimKeys: () => dkim.keys ?? [] }),
    close: () => pool.close(),
  }
}

/** A message in parts stays in parts, where the signer can read it so. */
async function signedBy(dkim: DkimSigner, message: OutgoingMessage): Promise<OutgoingMessage> {
  const { envelope, parts } = message
  if (parts === undefined || dkim.signatures === undefined) return { envelope, raw: await dkim.sign(message.raw) }
  const [own, ...shared] = parts
  return messageInParts(envelope, [Buffer.concat([await dkim.signatures(parts), own]), ...shared])
}
