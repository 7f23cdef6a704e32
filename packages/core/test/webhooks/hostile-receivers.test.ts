import type { AddressInfo, LookupFunction } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { createPost, type PostAnswer } from '../../src/webhooks/post.ts'

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  server = undefined
})

/** Asks a server that does this with each connection, once its request began to come. */
async function answerOf(
  act: (socket: Socket, asked: number) => void,
  { scheme = 'http', lookup }: { scheme?: string; lookup?: LookupFunction } = {},
): Promise<{
  answer: Promise<PostAnswer>
  clock: ReturnType<typeof fakeClock>
  asked: Promise<void>
  count(): number
}> {
  const clock = fakeClock()
  let count = 0
  let began: () => void
  const asked = new Promise<void>((resolve) => (began = resolve))
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      count += 1
      act(socket, count)
      began()
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const post = createPost({ clock, allowPrivate: true, ...(lookup === undefined ? {} : { lookup }) })
  const host = lookup === undefined ? '127.0.0.1' : 'hook.example'
  return { answer: post(`${scheme}://${host}:${port}/hook`, {}, '{}'), clock, asked, count: () => count }
}

const says = (text: string) => (socket: Socket) => void socket.end(text)
const unreachable = /^The URL could not be reached(?: \([A-Z_]+\))?\.$/

it.each<[string, (socket: Socket, asked: number) => void, number | null, string | RegExp | null]>([
  ['closes the connection', (socket) => socket.destroy(), null, unreachable],
  ['resets it', (socket) => socket.resetAndDestroy(), null, unreachable],
  ['ends amid its headers', says('HTTP/1.1 200 OK\r\nx: '), null, unreachable],
  ['ends amid its body', says('HTTP/1.1 204 OK\r\ncontent-length: 99\r\n\r\nshort'), 204, null],
  ['speaks another protocol', says('220 mail.example ESMTP\r\n'), null, unreachable],
  ['has headers without end', says(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(40_000)}`), null, unreachable],
  ['changes the protocol', says('HTTP/1.1 101 Go\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'), null, unreachable],
  ['says to wait, and then what it thinks', says('HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 202 Yes\r\n\r\n'), 202, null],
  ['gives chunks that are none', says('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'), 200, null],
  ['has no status that there is', says('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'), 999, 'The URL answered 999.'],
  ['leads elsewhere', says('HTTP/1.1 307 x\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'), 307, 'The URL answered 307.'],
])('a receiver that %s is answered for, and asked once', async (_, act, status, error) => {
  const { answer, count } = await answerOf(act)
  const { status: answered, error: said } = await answer
  expect(answered).toBe(status)
  if (error instanceof RegExp) expect(said).toMatch(error)
  else expect(said).toBe(error)
  expect(count()).toBe(1)
})

const late = 'The URL did not answer within 10 seconds.'

it.each<[string, (socket: Socket) => void, string, number | null, string | null]>([
  ['says nothing', () => {}, 'http', null, late],
  ['says nothing of TLS', () => {}, 'https', null, late],
  ['begins its headers', (socket) => void socket.write('HTTP/1.1 200 OK\r\nx'), 'http', null, late],
  ['begins its body', (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\nx'), 'http', 200, null],
  ['begins a refusal', (socket) => void socket.write('HTTP/1.1 500 No\r\n\r\nx'), 'http', 500, 'The URL answered 500.'],
])('a receiver that %s, and then no more, is waited for ten seconds', async (_, act, scheme, status, error) => {
  const { answer, clock, asked } = await answerOf(act, { scheme })
  await asked
  let done: PostAnswer | undefined
  void answer.then((one) => (done = one))
  await clock.advance(9_999)
  expect(done).toBe(undefined)
  await clock.advance(1)
  expect(await answer).toMatchObject({ status, error, durationMs: 10_000 })
})

it('a resolver that says nothing is waited for ten seconds, and no longer', async () => {
  let say: (() => void) | undefined
  const lookup: LookupFunction = (_, __, callback) => {
    say = () => callback(null, [{ address: '127.0.0.1', family: 4 }])
  }
  const { answer, clock, count } = await answerOf(says('HTTP/1.1 204 x\r\n\r\n'), { lookup })
  await clock.advance(10_000)
  expect(await answer).toMatchObject({ status: null, error: late })
  say?.()
  await clock.settle()
  expect(count()).toBe(0)
})
