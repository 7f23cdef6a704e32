import { get } from 'node:http'
import { WebSocket } from 'ws'
import type { CampaignProgress } from '../../../src/index.ts'

interface Frame {
  id: string
  event: string
  data: CampaignProgress
}
export type LiveWay = 'WebSocket' | 'event stream'

/** A client that connects again at once whenever its connection ends, naming the last frame it saw. */
export interface Follower {
  readonly frames: readonly Frame[]
  readonly pings: number
  readonly connections: number
  readonly connected: boolean
  stop(): void
}

interface Handlers {
  open(): void
  frame(frame: Frame): void
  ping(): void
  end(): void
}

export function followLive(url: string, way: LiveWay): Follower {
  const connectBy = way === 'WebSocket' ? bySocket : byStream
  const seen = { frames: [] as Frame[], pings: 0, connections: 0, connected: false, stop }
  let stopped = false
  let close = () => {}
  connect()

  function connect(): void {
    close = connectBy(url, seen.frames.at(-1)?.id, {
      open() {
        seen.connections += 1
        seen.connected = true
      },
      frame: (frame) => seen.frames.push(frame),
      ping() {
        seen.pings += 1
      },
      end() {
        seen.connected = false
        if (!stopped) connect()
      },
    })
  }
  function stop(): void {
    stopped = true
    close()
  }
  return seen
}

function bySocket(url: string, since: string | undefined, { open, frame, ping, end }: Handlers): () => void {
  const target = new URL(url.replace(/^http/, 'ws'))
  if (since !== undefined) target.searchParams.set('since', since)
  const socket = new WebSocket(target, { origin: new URL(url).origin })
  socket.on('open', open).on('ping', ping).on('close', end)
  socket.on('error', () => {})
  socket.on('message', (data) => frame(JSON.parse(String(data)) as Frame))
  return () => socket.terminate()
}

function byStream(url: string, since: string | undefined, { open, frame, ping, end }: Handlers): () => void {
  const request = get(url, { agent: false, headers: since === undefined ? {} : { 'last-event-id': since } })
  request.on('error', () => {}).on('close', end)
  request.on('response', (response) => {
    open()
    let rest = ''
    response.setEncoding('utf8').on('error', () => {})
    response.on('data', (piece: string) => {
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        if (block === ': ping') ping()
        const [, data] = /^data: (.*)$/m.exec(block) ?? []
        if (data !== undefined) frame(JSON.parse(data) as Frame)
      }
    })
  })
  return () => request.destroy()
}
