import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SillageEvent } from '../../src/index.ts'
import { verifyWebhook } from '../../src/webhooks/index.ts'

/** A request that came, as it was given. */
interface Received {
  headers: IncomingMessage['headers']
  body: string
  url: string
  event: SillageEvent
}

type Answer = (response: ServerResponse, received: Received) => void

/** A server that takes webhooks, and answers as the test says. */
export async function receiver() {
  const received: Received[] = []
  const waiting: (() => void)[] = []
  let answer: Answer = (response) => void response.writeHead(204).end()
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return void response.end()
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { headers, url = '' } = request
    const one = { headers, body, url, event: JSON.parse(body) as SillageEvent }
    received.push(one)
    for (const wake of waiting.splice(0)) wake()
    answer(response, one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answers(next: Answer | number) {
      answer = typeof next === 'number' ? (response) => void response.writeHead(next).end() : next
    },
    /** Resolves when so many have come. */
    async until(count: number) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    verified: async (secret: string | string[], only: (one: Received) => boolean = () => true) => {
      const seconds = { toleranceSeconds: Number.MAX_SAFE_INTEGER }
      return await Promise.all(received.filter(only).map((one) => verifyWebhook(one, secret, seconds)))
    },
    /** A request and its answer take as long as those before it: what was under way has come by then. */
    pass: async () => void (await (await fetch(`http://127.0.0.1:${port}/`)).text()),
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof receiver>>
