import type { OutgoingMessage, SendOptions, TransportResult } from '../transport.ts'
import type { Failure } from './smtp-failure.ts'
import type { SmtpSettings } from './smtp-options.ts'
import { createSmtpSession, type SmtpSession } from './smtp-session.ts'

export interface SmtpPool {
  send(message: OutgoingMessage, options: SendOptions): Promise<TransportResult>
  verify(options: SendOptions): Promise<Failure | undefined>
  close(): Promise<void>
}

/** One send on its way: how it is ended early, and until when it may begin its body. */
interface Job {
  deadline: number
  ended: boolean
  /** Set while it waits for a connection or runs on one. */
  cut: ((reason: string) => void) | undefined
}

const silent = (text: string): Failure => ({ kind: 'lost', stage: 'connect', handedOver: false, text })

/**
 * Keeps a few connections open and gives each send one; the newest idle connection is used first, so that spare ones
 * can end.
 */
export function createSmtpPool(settings: SmtpSettings): SmtpPool {
  const idle: { session: SmtpSession; since: number }[] = []
  const waiting: ((slot: true | Failure) => void)[] = []
  const closed: (() => void)[] = []
  const ending = new Set<SmtpSession>()
  let open = 0
  let closing = false
  let sweeper: NodeJS.Timeout | undefined

  /** Waits until there is room for one more connection or send; the failure when it was cut before. */
  function room(job: Job): Promise<true | Failure> {
    return new Promise((resolve) => {
      const enter = (slot: true | Failure) => {
        job.cut = undefined
        resolve(slot)
      }
      waiting.push(enter)
      job.cut = (reason) => {
        const at = waiting.indexOf(enter)
        if (at >= 0) waiting.splice(at, 1)
        enter(silent(reason))
      }
    })
  }

  let busy = 0
  const leave = () => {
    busy -= 1
    const next = busy < settings.maxConnections ? waiting.shift() : undefined
    if (next !== undefined) {
      busy += 1
      next(true)
    }
    if (closing && open === 0 && busy === 0) for (const done of closed.splice(0)) done()
  }

  function takeIdle(): SmtpSession | undefined {
    for (;;) {
      const entry = idle.pop()
      if (entry === undefined) return undefined
      if (entry.session.usable) return entry.session
    }
  }

  async function connect(job: Job): Promise<SmtpSession | Failure> {
    open += 1
    const session = createSmtpSession(settings.connection, settings.auth?.(), () => {
      open -= 1
      if (ending.delete(session)) leave()
      if (closing && open === 0 && busy === 0) for (const done of closed.splice(0)) done()
    })
    job.cut = (reason) => session.cut(reason)
    const failure = await session.open()
    job.cut = undefined
    return failure ?? session
  }

  function giveBack(session: SmtpSession) {
    if (!session.usable) return
    if (closing || session.sent >= settings.maxMessages) {
      // It keeps its place until it is gone: servers count connections too.
      ending.add(session)
      busy += 1
      return session.quit()
    }
    idle.push({ session, since: performance.now() })
    sweeper ??= setInterval(sweep, Math.min(settings.idleTimeout, 5000))
  }

  function sweep() {
    const before = performance.now() - settings.idleTimeout
    for (let at = idle.length - 1; at >= 0; at -= 1) {
      const entry = idle[at]
      if (entry === undefined || (entry.session.usable && entry.since > before)) continue
      idle.splice(at, 1)
      if (entry.session.usable) entry.session.quit()
    }
    if (idle.length > 0) return
    clearInterval(sweeper)
    sweeper = undefined
  }

  async function run(message: OutgoingMessage, job: Job): Promise<TransportResult> {
    const mayStart = () => !job.ended && performance.now() < job.deadline
    const over = async (session: SmtpSession) => {
      job.cut = (reason) => session.cut(reason)
      const result = await session.send(message, mayStart)
      job.cut = undefined
      giveBack(session)
      return result
    }
    const reused = takeIdle()
    if (reused !== undefined) {
      const result = await over(reused)
      // A server may end an idle connection just as it is used again. Nothing was handed over, so a fresh one can be
      // asked.
      if (result.kind !== 'lost' || result.handedOver || result.stage !== 'rcpt' || !mayStart()) return result
    }
    const session = await connect(job)
    return 'kind' in session ? session : over(session)
  }

  async function start<T>(options: SendOptions, work: (job: Job) => Promise<T>): Promise<T | Failure> {
    if (closing) return silent('The transport is closed.')
    const timeoutMs = options.timeoutMs ?? settings.sendTimeout
    const job: Job = { deadline: performance.now() + timeoutMs, ended: false, cut: undefined }
    const end = (reason: string) => {
      job.ended = true
      job.cut?.(reason)
    }
    const abort = () => end('The send was given up.')
    if (options.signal?.aborted === true) return silent('The send was given up.')
    const timer = setTimeout(end, timeoutMs, `No outcome within ${timeoutMs} ms.`)
    options.signal?.addEventListener('abort', abort, { once: true })
    try {
      if (busy < settings.maxConnections) busy += 1
      else {
        const slot = await room(job)
        if (slot !== true) return slot
      }
      try {
        return await work(job)
      } finally {
        leave()
      }
    } finally {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', abort)
    }
  }

  return {
    send: (message, options) => start(options, (job) => run(message, job)),

    verify: (options) =>
      start(options, async (job) => {
        const session = await connect(job)
        if ('kind' in session) return session
        giveBack(session)
        return undefined
      }),

    async close() {
      closing = true
      clearInterval(sweeper)
      for (const { session } of idle.splice(0)) session.quit()
      if (open > 0 || busy > 0) await new Promise<void>((resolve) => closed.push(resolve))
    },
  }
}
