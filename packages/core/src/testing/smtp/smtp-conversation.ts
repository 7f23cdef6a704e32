import type { Socket } from 'node:net'
import type { ReceivedMail, SmtpFault, SmtpFaultPoint, SmtpScript } from './smtp-fault.ts'

export interface ConversationOptions {
  socket: Socket
  connection: number
  script: SmtpScript
  /** Names the extensions of the EHLO reply. */
  extensions: () => readonly string[]
  keepContent: boolean
  nextMessage: () => number
  peekMessage: () => number
  /** Counts one more naming of a recipient; returns how often it was named before. */
  attemptOf: (recipient: string) => number
  received: (mail: ReceivedMail) => void
  startTls: ((socket: Socket) => Socket) | undefined
}

const endOfBody = Buffer.from('\r\n.\r\n')

/** One side of an SMTP conversation (RFC 5321, RFC 2920), with the faults of a script. */
export function converse(options: ConversationOptions): void {
  const { connection, script } = options
  let { socket } = options
  let input: Buffer = Buffer.alloc(0)
  let inMail = false
  let inBody = false
  let bodyFault: SmtpFault | undefined
  let from = ''
  let envelopeId: string | undefined
  let to: string | undefined
  let message = options.peekMessage()
  let attempt = 0
  let loginSteps = 0
  let stopped = false
  let paused = false

  const faultAt = (at: SmtpFaultPoint) => script({ at, connection, message, recipient: to, attempt })
  const write = (line: string) => {
    if (!socket.destroyed) socket.write(`${line}\r\n`)
  }

  /** Reads on after so many ms. */
  function pause(ms: number, then: () => void): void {
    paused = true
    setTimeout(() => {
      paused = false
      then()
      read()
    }, ms)
  }

  /** Answers according to the script; `went` learns whether the regular answer was given. */
  function answer(at: SmtpFaultPoint, line: string, went?: (line: string | undefined) => void): void {
    const fault = faultAt(at)
    const give = (text: string) => {
      write(text)
      went?.(text)
    }
    if (fault === undefined) return void give(line)
    if ('drop' in fault) {
      stopped = true
      socket.destroy()
    } else if ('silent' in fault) {
      stopped = true
    } else if ('replyAndClose' in fault) {
      stopped = true
      write(fault.replyAndClose)
      socket.end()
    } else if ('delayMs' in fault) {
      return void pause(fault.delayMs, () => give(line))
    } else if ('reply' in fault) return void give(fault.reply)
    else return void give(line)
    went?.('replyAndClose' in fault ? fault.replyAndClose : undefined)
  }

  function command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    if (loginSteps > 0) return void login()
    if (verb === 'EHLO' || verb === 'HELO')
      return void answer(
        'ehlo',
        ['250-faulty.example', ...options.extensions().map((name) => `250-${name}`), '250 OK'].join('\r\n'),
      )
    if (line.toUpperCase() === 'STARTTLS') return void upgrade()
    if (verb === 'AUTH') {
      if (!options.extensions().some((name) => name.startsWith('AUTH')))
        return void write('503 5.5.1 Authentication is not offered')
      // PLAIN sends its secret at once; LOGIN is asked for both, one by one.
      loginSteps = /^AUTH LOGIN$/i.test(line) ? 2 : 0
      if (loginSteps === 2) return void write('334 VXNlcm5hbWU6')
      return void answer('auth', '235 2.7.0 Authenticated')
    }
    if (verb === 'MAIL') {
      message = options.nextMessage()
      from = addressIn(line)
      envelopeId = / ENVID=(\S+)/i.exec(line)?.[1]
      to = undefined
      return void answer('mail', '250 2.1.0 OK', (given) => {
        inMail = given?.startsWith('2') === true
      })
    }
    if (verb === 'RCPT') {
      if (!inMail) return void write('503 5.5.1 MAIL first')
      to = addressIn(line)
      attempt = options.attemptOf(to)
      return void answer('rcpt', '250 2.1.5 OK', (given) => {
        if (given?.startsWith('2') !== true) to = undefined
      })
    }
    if (verb === 'DATA') {
      if (to === undefined) return void write('503 5.5.1 No valid recipient')
      return void answer('data', '354 Go on', (given) => {
        inBody = given?.startsWith('3') === true
        bodyFault = inBody ? faultAt('body') : undefined
      })
    }
    if (verb === 'RSET') {
      to = undefined
      inMail = false
      return void answer('rset', '250 2.0.0 OK')
    }
    if (verb === 'QUIT') {
      stopped = true
      write('221 2.0.0 Bye')
      return void socket.end()
    }
    if (verb === 'NOOP') return void answer('noop', '250 2.0.0 OK')
    write('500 5.5.2 Unknown command')
  }

  function login(): void {
    loginSteps -= 1
    if (loginSteps > 0) write('334 UGFzc3dvcmQ6')
    else answer('auth', '235 2.7.0 Authenticated')
  }

  function upgrade(): void {
    const fault = faultAt('starttls')
    if (fault !== undefined && 'breakTls' in fault) {
      write('220 2.0.0 Ready')
      stopped = true
      socket.once('data', () => socket.write('this is no TLS at all, and never will be\r\n'))
      return
    }
    answer('starttls', options.startTls === undefined ? '502 5.5.1 No TLS here' : '220 2.0.0 Ready', (given) => {
      if (given?.startsWith('220') !== true || options.startTls === undefined) return
      socket.off('data', onData)
      input = Buffer.alloc(0)
      socket = options.startTls(socket)
      socket.on('data', onData).on('error', () => {})
    })
  }

  function body(): boolean {
    if (bodyFault !== undefined && input.length > 0) {
      if ('delayMs' in bodyFault) {
        pause(bodyFault.delayMs, () => {
          bodyFault = undefined
        })
        return false
      }
      stopped = true
      if ('drop' in bodyFault) socket.destroy()
      if ('replyAndClose' in bodyFault) {
        write(bodyFault.replyAndClose)
        socket.end()
      }
      return false
    }
    const end = input.indexOf(endOfBody)
    if (end < 0) return false
    const mail: ReceivedMail = {
      from,
      envelopeId,
      to: to ?? '',
      raw: options.keepContent ? unstuff(input.subarray(0, end + 2)) : Buffer.alloc(0),
      at: Date.now(),
      answered: undefined,
    }
    input = input.subarray(end + endOfBody.length)
    inBody = false
    options.received(mail)
    answer('final', '250 2.0.0 Queued', (given) => {
      mail.answered = given === undefined ? undefined : Number(given.slice(0, 3))
    })
    to = undefined
    return true
  }

  function read(): void {
    while (!stopped && !paused) {
      if (inBody) {
        if (!body()) return
        continue
      }
      const end = input.indexOf('\r\n')
      if (end < 0) return
      const line = input.toString('latin1', 0, end)
      input = input.subarray(end + 2)
      command(line)
    }
  }

  function onData(piece: Buffer): void {
    if (stopped) return
    input = input.length === 0 ? piece : Buffer.concat([input, piece])
    read()
  }

  socket.on('data', onData).on('error', () => {})
  answer('greeting', '220 faulty.example ESMTP')
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? ''
}

function unstuff(raw: Buffer): Buffer {
  const text = raw.toString('latin1')
  return text.includes('\r\n.') || text.startsWith('.')
    ? Buffer.from(text.replace(/(^|\r\n)\./g, '$1'), 'latin1')
    : Buffer.from(raw)
}
