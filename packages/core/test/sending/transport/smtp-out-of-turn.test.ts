import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { smtpTransport } from '../../../src/sending/transport/smtp-transport.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closers.splice(0).reverse()) await close()
})

const mail = (raw = Buffer.from('Subject: hello\r\n\r\nHi\r\n')) => ({
  envelope: { from: 'news@example.com', to: 'ada@example.org' },
  raw,
})

/** Answers each line, inside a body the dot only, with what the script says. */
async function scripted(answer: (line: string, socket: Socket) => string | undefined) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let rest = ''
    let inBody = false
    socket.on('error', () => {})
    socket.write('220 hello\r\n')
    socket.on('data', (piece) => {
      const lines = (rest + piece.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('EHLO')) socket.write('250-hello\r\n250 PIPELINING\r\n')
        else if (!inBody || line === '.') {
          const said = answer(line, socket)
          inBody = line === 'DATA' && said?.startsWith('354') === true
          if (said !== undefined) socket.write(said)
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const sender = smtpTransport({ host: '127.0.0.1', port, maxConnections: 1 })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return sender
}

describe('an answer out of turn', () => {
  it('to the content that is neither yes nor no leaves the message unknown', async () => {
    const sender = await scripted((line) => (line === 'DATA' || line === '.' ? '354 Go on\r\n' : '250 OK\r\n'))
    expect(await sender.send(mail())).toMatchObject({ kind: 'lost', stage: 'final', handedOver: true })
    await sender.close()
  })

  it('to RCPT, given twice, is not taken for that to DATA, and the refusal of the content not for a yes', async () => {
    const sender = await scripted((line) => {
      if (line.startsWith('RCPT')) return '250 OK\r\n250 OK\r\n'
      return line === 'DATA' ? '354 Go on\r\n' : line === '.' ? '554 5.7.1 No\r\n' : '250 OK\r\n'
    })
    expect(await sender.send(mail())).toMatchObject({ kind: 'lost', handedOver: false })
    await sender.close()
  })

  it('that takes a message before its last byte is no refusal of it', async () => {
    const sender = await scripted((line, socket) => {
      if (line !== 'DATA') return '250 OK\r\n'
      socket.pause()
      return '354 Go on\r\n250 Queued\r\n'
    })
    const big = mail(Buffer.alloc(30_000_000, `${'y'.repeat(62)}\r\n`))
    expect(await sender.send(big)).toMatchObject({ kind: 'lost', handedOver: true })
  })
})

it('a server that never ends answering a refused message holds up nothing', async () => {
  let dribble: NodeJS.Timeout | undefined
  closers.push(() => clearInterval(dribble))
  const sender = await scripted((line, socket) => {
    if (!line.startsWith('MAIL')) return undefined
    dribble ??= setInterval(() => socket.write('\r\n'), 200)
    return '550 5.1.8 No\r\n'
  })
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  expect(await sender.send(mail())).toMatchObject({ kind: 'refused', stage: 'mail' })
  const closed = sender.close()
  await vi.advanceTimersByTimeAsync(10_000)
  vi.useRealTimers()
  await closed
}, 5_000)
