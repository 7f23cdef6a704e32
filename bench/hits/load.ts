// The load of the hits benchmark: keep-alive connections, one request at a time on each, over plain sockets so that the
// load costs little.
import { connect, type Socket } from 'node:net'

export interface LoadOrder {
  port: number
  paths: string[]
  connections: number
  requests: number
}

export interface LoadResult {
  answered: number
  ms: number
  p50: number
  p99: number
}

const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

process.on('message', async (order: LoadOrder) => process.send?.(await run(order)))

async function run({ port, paths, connections, requests }: LoadOrder): Promise<LoadResult> {
  const times = new Float64Array(requests)
  let asked = 0
  let answered = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(port, '127.0.0.1')
      socket.setNoDelay(true)
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      const answers = readAnswers(socket)
      while (asked < requests) {
        const path = paths[asked++ % paths.length]
        const at = performance.now()
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: ${userAgent}\r\nAccept: image/*\r\n\r\n`)
        const status = await answers()
        if (status !== 200 && status !== 302) throw new Error(`expected 200 or 302, got ${status}`)
        times[answered++] = performance.now() - at
      }
      socket.destroy()
    }),
  )
  const ms = performance.now() - started
  const sorted = times.subarray(0, answered).toSorted()
  const at = (share: number) => sorted[Math.min(answered - 1, Math.floor(answered * share))] ?? 0
  return { answered, ms, p50: at(0.5), p99: at(0.99) }
}

/** Answers of one connection, each with a Content-Length. */
function readAnswers(socket: Socket): () => Promise<number> {
  let buffer: Buffer = Buffer.alloc(0)
  let resolve: ((status: number) => void) | undefined
  socket.on('data', (chunk: Buffer) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
    const end = buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = buffer.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (buffer.length < end + 4 + length) return
    buffer = buffer.subarray(end + 4 + length)
    resolve?.(Number(head.slice(9, 12)))
  })
  return () =>
    new Promise((done) => {
      resolve = done
    })
}
