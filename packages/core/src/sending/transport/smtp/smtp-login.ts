import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpCredentials } from './smtp-auth.ts'
import { type Failure, type LoginProgress, loginFailure } from './smtp-failure.ts'
import type { SmtpSettings } from './smtp-options.ts'

/** A connection that is being made. */
export interface SmtpLogin {
  /** The connection, ready for MAIL; or why there is none. */
  readonly ready: Promise<SMTPConnection | Failure>
  /** Gives it up: `ready` is settled at once, with this text. */
  cut(reason: string): void
}

/**
 * Connects, greets, upgrades and logs in, which are nodemailer's. `onEnd` is called once, when the connection is gone
 * for whatever reason, at the server too.
 */
export function logIn(
  options: SmtpSettings['connection'],
  auth: SmtpCredentials | undefined,
  onEnd: () => void,
): SmtpLogin {
  const connection = new SMTPConnection(options)
  let progress: LoginProgress = 'connecting'
  let fail: (error: NodemailerError) => void = () => {}

  const ready = new Promise<SMTPConnection | Failure>((resolve) => {
    const done = (failure: Failure | undefined) => {
      fail = () => {}
      resolve(failure ?? connection)
      if (failure !== undefined) connection.close()
    }
    fail = (error) => done(loginFailure(error, progress))
    connection.on('error', (error: NodemailerError) => fail(error))
    connection.once('end', () => {
      // nodemailer closes first and then says why, in the same turn: the reason is worth more than the end.
      queueMicrotask(() => fail(Object.assign(new Error('Connection closed unexpectedly'), { code: 'ECONNECTION' })))
      const socket = connection._socket
      if (socket && !socket.closed) socket.once('close', onEnd)
      else onEnd()
    })
    limitByMonotonicTime(connection, options.connectionTimeout)
    connection.connect((error) => {
      if (error !== undefined && error !== null) return fail(error)
      // As nodemailer does: a server that offers no login is used without one; if it wants one, it says so at MAIL.
      if (auth === undefined || !connection.allowsAuth) return done(undefined)
      progress = 'authenticating'
      const login = () =>
        connection.login(auth, (failed) => {
          if (auth.again?.(failed) === true) login()
          else if (failed === null) done(undefined)
          else fail(failed)
        })
      login()
    })
  })

  return {
    ready,
    cut(reason) {
      fail(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }))
      connection.close()
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
