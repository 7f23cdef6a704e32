import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { OutgoingMessage, SendOptions, TransportResult } from '../transport.ts'
import { createConnectionLimit } from './connection-limit.ts'
import { newExchange } from './smtp-exchange.ts'
import type { Failure } from './smtp-failure.ts'
import { logIn } from './smtp-login.ts'
import type { SmtpSettings } from './smtp-options.ts'
import { createSmtpSession, type SmtpSession } from './smtp-session.ts'

export interface SmtpPool {
  send(message: OutgoingMessage, options: SendOptions): Promise<TransportResult>
  verify(options: SendOptions): Promise<Failure | undefined>
  close(): Promise<void>
}

/** One send on its way, or without a message the question whether the server can be used. */
interface Job {
  message: OutgoingMessage | undefined
  /** Until when it may begin its body. */
  deadline: number
  ended: boolean
  /** Set while it waits for a connection or runs on one. */
  cut: ((reason: string) => void) | undefined
  /** Why it got no connection of its own, where others have one. */
  refusal: Failure | undefined
  isDone: boolean
  done(result: TransportResult | undefined): void
}

const silent = (text: string): Failure => ({ kind: 'lost', stage: 'connect', handedOver: false, text })

/**
 * Keeps a few connections open and gives each send a place on one: on one without work, else on a new one, else behind
 * another message. The newest connection is used first, so that spare ones can end. What becomes of a connection is no
 * matter of the message: a session that ends before it has the message's content is replaced.
 */
export function createSmtpPool(settings: SmtpSettings): SmtpPool {
  const sessions: SmtpSession[] = []
  /** Since when a session is without work. */
  const idleSince = new Map<SmtpSession, number>()
  const waiting: Job[] = []
  const onClosed: (() => void)[] = []
  const limit = createConnectionLimit(settings.maxConnections)
  /** Connections, those included that are being made or ended: servers count these, too. */
  let open = 0
  let connecting = 0
  let running = 0
  let closing = false
  let sweeper: NodeJS.Timeout | undefined

  /** Gives those that wait their places, as far as there are any; then ends what is spare. */
  function pump(): void {
    while (waiting.length > 0) {
      const idle = sessions.findLast(isFree)
      if (idle === undefined && open < limit.most()) {
        connect(take())
        continue
      }
      // An answer to a question must come soon, which one behind a message may not.
      const session = idle ?? (waiting[0]?.message && sessions.find(hasRoom))
      if (session === undefined) break
      give(take(), session)
    }
    if (sessions.length === 0 && connecting === 0) giveUpRefused()
    for (let at = sessions.length - 1; at >= 0; at -= 1) {
      const session = sessions[at] as SmtpSession
      // What else it may still have to say is waited for by nobody.
      if (session.isIdle || (closing && waiting.length === 0 && !session.hasMessage)) rest(session)
    }
    if (closing && open === 0 && running === 0) for (const done of onClosed.splice(0)) done()
  }
  const take = () => waiting.shift() as Job
  const hasRoom = (session: SmtpSession) => session.begun < settings.maxMessages && session.hasRoom
  const isFree = (session: SmtpSession) => session.isIdle && hasRoom(session)

  /** Without any connection there is none to wait for. */
  function giveUpRefused(): void {
    limit.forget()
    for (let at = waiting.length - 1; at >= 0; at -= 1) {
      const { refusal, done } = waiting[at] as Job
      if (refusal === undefined) continue
      waiting.splice(at, 1)
      done(refusal)
    }
  }

  function rest(session: SmtpSession): void {
    if (closing || session.begun >= settings.maxMessages) {
      end(session)
      return
    }
    if (!idleSince.has(session)) idleSince.set(session, performance.now())
    sweeper ??= setInterval(sweep, Math.min(settings.idleTimeout, 5000))
  }

  function sweep(): void {
    const before = performance.now() - settings.idleTimeout
    for (const [session, since] of idleSince) if (since <= before) end(session)
    if (idleSince.size > 0) return
    clearInterval(sweeper)
    sweeper = undefined
  }

  function end(session: SmtpSession): void {
    forget(session)
    session.quit()
  }

  function forget(session: SmtpSession): void {
    idleSince.delete(session)
    const at = sessions.indexOf(session)
    if (at >= 0) sessions.splice(at, 1)
  }

  function wait(job: Job, first = false): void {
    job.cut = (reason) => {
      const at = waiting.indexOf(job)
      if (at >= 0) waiting.splice(at, 1)
      job.done(silent(reason))
    }
    if (first) waiting.unshift(job)
    else waiting.push(job)
  }

  async function connect(job: Job): Promise<void> {
    open += 1
    connecting += 1
    let session: SmtpSession | undefined
    const login = logIn(settings.connection, settings.auth?.(), () => {
      open -= 1
      if (session !== undefined) forget(session)
      // What the end of it means is learned first.
      queueMicrotask(pump)
    })
    job.cut = login.cut
    const connection = await login.ready
    connecting -= 1
    if (isConnection(connection)) {
      session = createSmtpSession(connection, pump)
      sessions.push(session)
      if (job.message === undefined) job.done(undefined)
      else give(job, session)
    } else if (!job.ended && limit.isMeant(connection, { ready: sessions.length, connecting })) {
      job.refusal = connection
      wait(job, true)
    } else job.done(connection)
    pump()
  }

  function give(job: Job, session: SmtpSession): void {
    idleSince.delete(session)
    const isFirst = session.begun === 0
    if (job.message === undefined) {
      check(job, session)
      return
    }
    const exchange = newExchange(
      job.message,
      () => !job.ended && performance.now() < job.deadline,
      (result) => {
        job.cut = undefined
        // What ends a session after its first message may be its age, or the number of its messages.
        if (isFirst || job.ended || !endedBefore(result)) return job.done(result)
        forget(session)
        wait(job, true)
        // Not in the turn in which the session ends.
        queueMicrotask(pump)
      },
    )
    job.cut = (reason) => session.cut(exchange, reason)
    session.send(exchange)
  }

  /** A session that works answers for the server, which may take no further connection. */
  function check(job: Job, session: SmtpSession): void {
    session.check((isWell) => {
      if (isWell) job.done(undefined)
      else {
        forget(session)
        if (!job.isDone) wait(job, true)
      }
      pump()
    })
  }

  function start(message: OutgoingMessage | undefined, options: SendOptions): Promise<TransportResult | undefined> {
    if (closing) return Promise.resolve(silent('The transport is closed.'))
    if (options.signal?.aborted === true) return Promise.resolve(silent('The send was given up.'))
    const timeoutMs = options.timeoutMs ?? settings.sendTimeout
    running += 1
    return new Promise((resolve) => {
      const cut = (reason: string) => {
        job.ended = true
        job.cut?.(reason)
      }
      const abort = () => cut('The send was given up.')
      const timer = setTimeout(cut, timeoutMs, `No outcome within ${timeoutMs} ms.`)
      const job: Job = {
        message,
        deadline: performance.now() + timeoutMs,
        ended: false,
        cut: undefined,
        refusal: undefined,
        isDone: false,
        done(result) {
          if (job.isDone) return
          job.isDone = true
          clearTimeout(timer)
          options.signal?.removeEventListener('abort', abort)
          running -= 1
          resolve(result)
          if (closing) pump()
        },
      }
      options.signal?.addEventListener('abort', abort, { once: true })
      wait(job)
      pump()
    })
  }

  return {
    send: (message, options) => start(message, options) as Promise<TransportResult>,
    verify: (options) => start(undefined, options) as Promise<Failure | undefined>,
    async close() {
      closing = true
      clearInterval(sweeper)
      const closed = new Promise<void>((resolve) => onClosed.push(resolve))
      pump()
      await closed
    },
  }
}

const isConnection = (login: SMTPConnection | Failure): login is SMTPConnection => !('kind' in login)

/** The session ended, or the server said that it does (421), before it had anything of the content. */
const endedBefore = (result: TransportResult): boolean =>
  result.kind === 'lost'
    ? !result.handedOver && result.stage !== 'body'
    : result.kind === 'refused' && result.code === 421 && result.stage !== 'final' && result.stage !== 'body'
