// Opens live sockets, as many pages would, in a process of its own; reports when each frame of progress came to each of
// them.
import { WebSocket } from 'ws'

export interface Arrival {
  socket: number
  sent: number
  /** Milliseconds since the epoch, with a fraction. */
  at: number
}

const [url = '', count = '0'] = process.argv.slice(2)
let arrivals: Arrival[] = []

const sockets = Array.from({ length: Number(count) }, (_, socket) => {
  const connection = new WebSocket(url)
  connection.on('message', (data: Buffer) => {
    const at = performance.timeOrigin + performance.now()
    const { event, data: progress } = JSON.parse(data.toString()) as { event: string; data: { sent: number } }
    if (event === 'campaign_progress') arrivals.push({ socket, sent: progress.sent, at })
  })
  return new Promise<void>((resolve, reject) => connection.once('open', resolve).once('error', reject))
})

await Promise.all(sockets)
process.send?.('open')
process.on('message', () => {
  process.send?.(arrivals)
  arrivals = []
})
process.on('disconnect', () => process.exit())
