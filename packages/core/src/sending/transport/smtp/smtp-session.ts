import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { reportsOf } from '../reports-of.ts'
import type { OutgoingMessage, TransportResult } from '../transport.ts'
import type { SmtpLogin } from './smtp-auth.ts'
import { createSmtpBody } from './smtp-body.ts'
import { type Failure, type Progress, smtpFailure } from './smtp-failure.ts'
import type { SmtpSettings } from './smtp-options.ts'

/** One connection to the server, from greeting to QUIT. One send at a time. */
export interface SmtpSession {
  /** Connects, greets, upgrades, logs in: undefined when the session is ready. */
  open(): Promise<Failure | undefined>
  /** Sends one message. `mayStart` is asked right before the body: false keeps it back. */
  send(message: OutgoingMessage, mayStart: () => boolean): Promise<TransportResult>
  /** Ends what is going on; a running `open` or `send` gets its result at once, with this text. */
  cut(reason: string): void
  /** QUIT, where nothing is going on. */
  quit(): void
  /** False once the connection is gone, or its state is in doubt. */
  readonly usable: boolean
  /** Messages sent over it. */
  readonly sent: number
}

/** How long a server may take to answer QUIT. */
const quitMs = 1000

/** `onEnd` is called once, when the connection is over for whatever reason. */
export function createSmtpSession(
  options: SmtpSettings['connection'],
  auth: SmtpLogin | undefined,
  onEnd: () => void,
): SmtpSession {
  const connection = new SMTPConnection(options)
  let usable = false
  let sent = 0
  /** Gives the running `open` or `send` its result; later reports of the same end find it undefined. */
  let finish: ((error: NodemailerError) => void) | undefined

  connection.on('error', (error: NodemailerError) => {
    usable = false
    finish?.(error)
  })
  connection.once('end', () => {
    usable = false
    // nodemailer closes first and then says why, in the same turn: the reason is worth more than the end.
    queueMicrotask(() => finish?.(Object.assign(new Error('Connection closed unexpectedly'), { code: 'ECONNECTION' })))
    onEnd()
  })

  return {
    get usable() {
      return usable && !connection.destroyed
    },
    get sent() {
      return sent
    },

    open() {
      return new Promise((resolve) => {
        let progress: Progress = 'connecting'
        const done = (failure: Failure | undefined) => {
          finish = undefined
          usable = failure === undefined
          resolve(failure)
          if (failure !== undefined) connection.close()
        }
        finish = (error) => done(smtpFailure(error, progress))
        limitByMonotonicTime(connection, options.connectionTimeout)
        connection.connect((error) => {
          if (finish === undefined) return
          if (error !== undefined && error !== null) return done(smtpFailure(error, progress))
          // As nodemailer does: a server that offers no login is used without one; if it wants one, it says so at MAIL.
          if (auth === undefined || !connection.allowsAuth) return done(undefined)
          progress = 'authenticating'
          const login = () =>
            connection.login(auth, (failed) => {
              if (finish === undefined) return
              if (auth.again?.(failed) === true) return login()
              done(failed === null ? undefined : smtpFailure(failed, progress))
            })
          login()
        })
      })
    },

    send({ envelope, raw }, mayStart) {
      return new Promise((resolve) => {
        const body = createSmtpBody(raw, () => mayStart() && gatherWrites(connection))
        const progress = (): Progress => (body.handedOver ? 'handedOver' : body.started ? 'body' : 'envelope')
        const fail = (error: NodemailerError) => {
          finish = undefined
          const failure = smtpFailure(error, progress())
          // An answer to the envelope leaves the session in order; anything else, and any answer amid the body, leaves
          // it in doubt.
          if (failure.kind !== 'refused' || (body.started && !body.handedOver) || failure.code === 421) {
            usable = false
            connection.close()
            return resolve(failure)
          }
          // The answer stands, whatever becomes of RSET; the session is free when that is answered.
          const over = () => {
            finish = undefined
            resolve(failure)
          }
          finish = over
          connection.reset((failed) => {
            if (failed !== null) usable = false
            if (finish === over) over()
          })
        }
        finish = fail
        sent += 1
        connection.send(
          { from: envelope.from, to: [envelope.to], size: raw.length, ...reportsOf(envelope) },
          body.stream,
          (error: NodemailerError | null, info) => {
            if (finish !== fail) return
            if (error !== null) return fail(error)
            finish = undefined
            resolve({ kind: 'accepted', response: info.response })
          },
        )
      })
    },

    cut(reason) {
      usable = false
      finish?.(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }))
      connection.close()
    },

    quit() {
      usable = false
      if (connection.destroyed) return
      connection.quit()
      setTimeout(() => connection.close(), quitMs).unref()
    },
  }
}

/**
 * nodemailer reckons by the time of day until when it may connect. A clock that is set meanwhile would end the attempt,
 * or keep it waiting.
 */
function limitByMonotonicTime(connection: SMTPConnection, timeoutMs: number): void {
  const until = performance.now() + timeoutMs
  Object.defineProperty(connection, '_connectionDeadline', {
    get: () => Date.now() + Math.round(until - performance.now()),
    set: () => {},
  })
}

/** The body and its final dot are two writes; they leave as one. Always true. */
function gatherWrites(connection: SMTPConnection): true {
  const socket = connection._socket
  if (socket) {
    socket.cork()
    setImmediate(() => socket.uncork())
  }
  return true
}
