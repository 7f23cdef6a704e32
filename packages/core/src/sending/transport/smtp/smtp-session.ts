import type { Socket } from 'node:net'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { wirePieces } from './smtp-bytes.ts'
import { envelopeCommands, type SmtpOffers } from './smtp-commands.ts'
import { contentResult, type Exchange, goesOn, isPositive, isRefusal, lostWith } from './smtp-exchange.ts'
import { refusedBy } from './smtp-failure.ts'
import { createReplyReader, type SmtpReply } from './smtp-replies.ts'

/**
 * One connection that is logged in. It takes a message at a time; where commands may be pipelined, the next one's
 * envelope goes behind the final dot of the one whose answer is awaited.
 */
export interface SmtpSession {
  /** Begins an exchange; only where there is room. */
  send(exchange: Exchange): void
  /**
   * Gives one up. It has its result at once; the connection is ended, unless the message waits behind another, which
   * is not harmed.
   */
  cut(exchange: Exchange, reason: string): void
  /** Whether the server still answers, where nothing is going on. */
  check(onAnswer: (isWell: boolean) => void): void
  /** QUIT, where nothing is going on. */
  quit(): void
  /** False once the connection is gone, or its state is in doubt. */
  readonly usable: boolean
  readonly hasRoom: boolean
  /** A message is on it. */
  readonly hasMessage: boolean
  /** It could be used, and nothing is going on. */
  readonly isIdle: boolean
  /** Messages that were begun on it. */
  readonly begun: number
}

/** How long a server may take to answer QUIT. */
const quitMs = 1_000
/** And RSET or NOOP, which cost it nothing. */
const shortMs = 10_000
/** Taken at once up to this size, in pieces above: what is still being held back was certainly not received whole. */
const pieceBytes = 64 * 1024
const finalDot = Buffer.from('.\r\n')

/** `onRoom` is called when another message may be begun. */
export function createSmtpSession(connection: SMTPConnection, onRoom: () => void): SmtpSession {
  const socket = connection._socket as Socket
  const offers = offersOf(connection)
  /** The one whose answer comes next, and one behind it. */
  const exchanges: Exchange[] = []
  /** What the answers are to, in the order in which they come. */
  const awaited: ((reply: SmtpReply) => void)[] = []
  let begun = 0
  /** 421 was answered, or QUIT sent. */
  let closing = false
  let ended = false
  /** NOOP was sent, behind which nothing may be before it is answered (RFC 2920 section 3.1). */
  let checking = false
  /** Told once where the session ends before an answer to NOOP. */
  let onEnd: (() => void) | undefined

  const reader = createReplyReader((reply) => {
    if (ended) return
    const answer = awaited.shift()
    const isLast = answer === undefined || reply.code === 421
    closing ||= isLast
    answer?.(reply)
    if (isLast) end(`The server ended the session: ${reply.text}`)
  })
  socket.removeAllListeners('data')
  socket.on('data', (piece: string | Buffer) => {
    if (!ended && !reader(piece as Buffer)) end('The server answered with what is no reply of SMTP.')
  })
  // nodemailer closes the connection for each of these, and says why.
  connection.on('error', (error: Error) => end(error.message))
  connection.once('end', () => end('The server closed the connection.'))

  function end(reason: string): void {
    if (ended) return
    ended = true
    connection.close()
    for (const exchange of exchanges.splice(0)) exchange.settle(lostWith(exchange, reason))
    onEnd?.()
  }
  const isUsable = () => !ended && !closing

  /** Ends the session where an answer of no account does not come, or is a refusal. */
  function expectSoon(what: string, then: () => void): void {
    const timer = setTimeout(() => end(`The server did not answer ${what}.`), shortMs)
    timer.unref()
    awaited.push((reply) => {
      clearTimeout(timer)
      if (isPositive(reply)) then()
      else end(`The server refused ${what}: ${reply.text}`)
    })
  }

  /** An exchange has its last answer. */
  function leave(): void {
    exchanges.shift()
    expectRest()
    if (isUsable()) onRoom()
  }

  /** A message that has its result still awaits answers, and its own time no longer limits them. */
  function expectRest(): void {
    const [exchange] = exchanges
    if (exchange?.result === undefined) return
    const late = () => {
      if (exchanges[0] === exchange) end('The server did not answer all commands.')
    }
    setTimeout(late, shortMs).unref()
  }

  function begin(exchange: Exchange): void {
    begun += 1
    const commands = envelopeCommands(exchange.message, offers)
    if ('kind' in commands) {
      exchange.settle(commands)
      return
    }
    exchanges.push(exchange)
    const { mail, rcpt } = commands
    if (offers.pipelining) {
      socket.write(`${mail}${rcpt}DATA\r\n`)
      awaited.push(
        (reply) => refuse(exchange, reply, 'mail'),
        (reply) => refuse(exchange, reply, 'rcpt'),
        (reply) => answerToData(exchange, reply),
      )
      return
    }
    const step = (command: string, stage: 'mail' | 'rcpt', next: () => void) => {
      socket.write(command)
      awaited.push((reply) => {
        if (refuse(exchange, reply, stage)) reset()
        else next()
      })
    }
    step(mail, 'mail', () =>
      step(rcpt, 'rcpt', () => {
        socket.write('DATA\r\n')
        awaited.push((reply) => answerToData(exchange, reply))
      }),
    )
  }

  /** True where the reply is a refusal; the first one counts. One that is out of turn ends the session. */
  function refuse(exchange: Exchange, reply: SmtpReply, stage: 'mail' | 'rcpt' | 'data'): boolean {
    if (stage === 'data' ? goesOn(reply) : isPositive(reply)) return false
    if (!isRefusal(reply)) {
      end(`The server answered out of turn: ${reply.text}`)
      return true
    }
    const isFirst = exchange.result === undefined
    exchange.settle(refusedBy(reply, stage))
    if (isFirst && exchanges[0] === exchange) expectRest()
    return true
  }

  function answerToData(exchange: Exchange, reply: SmtpReply): void {
    if (refuse(exchange, reply, 'data')) {
      reset()
      return
    }
    const { result } = exchange
    if (result === undefined && exchange.mayStart()) {
      writeBody(exchange)
      return
    }
    // The server takes content of a message that it refused: an empty one ends that (RFC 2920 section 3.1).
    if (result?.kind === 'refused' && result.stage === 'rcpt') {
      socket.write(finalDot)
      awaited.push(() => reset())
      return
    }
    exchange.settle(lostWith(exchange, 'The time for this send was over before the server took the message.'))
    end('The message was held back.')
  }

  /** After a refusal of the envelope; the next message may follow at once where commands may. */
  function reset(): void {
    if (!isUsable()) return
    socket.write('RSET\r\n')
    expectSoon('RSET', offers.pipelining ? onRoom : leave)
    if (offers.pipelining) leave()
  }

  function writeBody(exchange: Exchange): void {
    const pieces = wirePieces(exchange.message)
    exchange.progress = 'body'
    // The answer may come amid the body, where it is a refusal.
    awaited.push((reply) => {
      const isWhole = exchange.progress === 'handedOver'
      exchange.settle(contentResult(exchange, reply))
      if (isWhole && !goesOn(reply)) leave()
      else end('The server answered out of turn.')
    })
    let [piece, at] = [0, 0]
    const write = () => {
      while (!ended) {
        const bytes = pieces[piece] as Buffer
        const from = at
        at = Math.min(at + pieceBytes, bytes.length)
        const isWhole = at === bytes.length
        const isLast = isWhole && piece === pieces.length - 1
        if (isLast) socket.cork()
        const goesOn = socket.write(from === 0 && isWhole ? bytes : bytes.subarray(from, at))
        if (isLast) return finish()
        if (isWhole) [piece, at] = [piece + 1, 0]
        if (!goesOn) return void socket.once('drain', write)
      }
    }
    // The end of the body, its final dot and the envelope of the next message leave as one.
    const finish = () => {
      socket.write(finalDot)
      exchange.progress = 'handedOver'
      if (offers.pipelining) onRoom()
      process.nextTick(() => socket.uncork())
    }
    write()
  }

  return {
    get usable() {
      return isUsable()
    },
    get hasRoom() {
      if (!isUsable() || checking) return false
      const [first, second] = exchanges
      if (!offers.pipelining) return awaited.length === 0
      return first === undefined || (second === undefined && first.progress === 'handedOver')
    },
    get hasMessage() {
      return exchanges.length > 0
    },
    get isIdle() {
      return isUsable() && exchanges.length === 0 && awaited.length === 0
    },
    get begun() {
      return begun
    },
    send: begin,
    cut(exchange, reason) {
      if (exchange.result !== undefined) return
      exchange.settle(lostWith(exchange, reason))
      // One that waits behind another was not begun: its body is kept back when it is asked for.
      if (exchanges[0] === exchange) end(reason)
    },
    check(onAnswer) {
      checking = true
      onEnd = () => onAnswer(false)
      socket.write('NOOP\r\n')
      expectSoon('NOOP', () => {
        checking = false
        onEnd = undefined
        onAnswer(true)
      })
    },
    quit() {
      if (!isUsable()) return
      closing = true
      socket.write('QUIT\r\n')
      setTimeout(() => end('The session is over.'), quitMs).unref()
    },
  }
}

/** What nodemailer read in the answer to EHLO, of which its types say nothing. Without it nothing was offered. */
interface Read {
  _supportedExtensions?: readonly string[]
  _maxAllowedSize?: number | false
}

function offersOf(connection: SMTPConnection): SmtpOffers {
  const { _supportedExtensions: offered = [], _maxAllowedSize: mostBytes = 0 } = connection as unknown as Read
  return {
    pipelining: offered.includes('PIPELINING'),
    dsn: offered.includes('DSN'),
    size: offered.includes('SIZE'),
    utf8: offered.includes('SMTPUTF8'),
    mostBytes: mostBytes || 0,
  }
}
