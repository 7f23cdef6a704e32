import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { LiveFrame } from '../../../domain/live.ts'
import type { Sillage } from '../../../sillage.ts'
import type { AdapterCase, MountedSillage } from '../adapter-case.ts'
import { campaign, expectError } from './fixtures.ts'

const group = 'live'

/** Frames of a socket until one satisfies `last`. */
function framesUntil(url: string, last: (frame: LiveFrame) => boolean, headers = {}): Promise<LiveFrame[]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers })
    const frames: LiveFrame[] = []
    socket.on('error', reject)
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as LiveFrame
      frames.push(frame)
      if (!last(frame)) return
      socket.close()
      resolve(frames)
    })
  })
}

/**
 * The number of subscribers as soon as it is the expected one; else what it is after a second. The ping
 * comes only after twenty.
 */
async function subscribersOnceAt({ metrics }: Sillage, expected: number): Promise<number> {
  const until = Date.now() + 1_000
  while (metrics().live.subscribers !== expected && Date.now() < until)
    await new Promise((resolve) => setImmediate(resolve))
  return metrics().live.subscribers
}

/**
 * An event stream on a connection of its own. Not by `fetch`: Node 22's opens another connection when one is cut,
 * and a server that closes waits for it.
 */
async function openStream(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent: false, headers }), 'response')) as [IncomingMessage]
  return response.setEncoding('utf8')
}

/** What comes until `part` is in it; the connection is cut then. */
async function textUntil(stream: IncomingMessage, part: string): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += chunk
    if (text.includes(part)) break
  }
  return text
}

async function draft(mounted: MountedSillage): Promise<string> {
  const answer = await mounted.request('createCampaign', { method: 'POST', body: campaign({ start: false }) })
  return String(answer.json().id)
}
const begin = (mounted: MountedSillage, id: string) =>
  mounted.request('controlCampaign', { method: 'POST', params: { id, action: 'start' } })

export const liveCases: readonly AdapterCase[] = [
  {
    group,
    name: 'a socket is given a snapshot, then progress, then the end, under rising ids',
    socket: true,
    async run({ start, names }) {
      const mounted = await start()
      const id = await draft(mounted)
      // It begins when the socket has its snapshot: the end may be sent at once, and only once.
      let begun: Promise<unknown> | undefined
      const frames = await framesUntil(`${mounted.url}${names.paths.live}?campaign=${id}`, ({ event }) => {
        begun ??= begin(mounted, id)
        return event === names.events.campaign_complete
      })
      await begun
      assert.equal(frames[0]?.event, names.events.campaign_progress)
      const numbers = frames.map((frame) => Number(frame.id.split('-')[1]))
      assert.deepEqual(
        numbers,
        [...numbers].sort((a, b) => a - b),
      )
      assert.equal((frames.at(-1)?.data as { sent?: number } | undefined)?.sent, 1)
    },
  },
  {
    group,
    name: 'a socket that reconnects gets what it missed and nothing else',
    socket: true,
    async run({ start, names }) {
      const mounted = await start()
      const id = await draft(mounted)
      const live = `${mounted.url}${names.paths.live}?campaign=${id}`
      const [first] = await framesUntil(live, () => true)
      const done = new Promise<void>((resolve) => mounted.sillage.live.on('campaign_complete', () => resolve()))
      await begin(mounted, id)
      await done
      const missed = await framesUntil(
        `${live}&since=${first?.id}`,
        ({ event }) => event === names.events.campaign_complete,
      )
      assert.ok(missed.every((frame) => Number(frame.id.split('-')[1]) > Number(first?.id.split('-')[1])))
    },
  },
  {
    group,
    name: 'an upgrade is refused without authorisation, from another origin, and for a campaign that is not there',
    socket: true,
    async run({ start, names }) {
      const refusal = (url: string, headers = {}) =>
        new Promise<number>((resolve, reject) => {
          const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers })
          socket.on('unexpected-response', (_request, response) => {
            resolve(response.statusCode ?? 0)
            response.resume()
            socket.terminate()
          })
          socket.on('open', () => reject(new Error('the socket opened')))
          socket.on('error', () => {})
        })
      const closed = await start({})
      assert.equal(await refusal(closed.url + names.paths.live), 403)
      const open = await start()
      assert.equal(await refusal(open.url + names.paths.live, { origin: 'https://evil.example' }), 403)
      assert.equal(await refusal(`${open.url}${names.paths.live}?campaign=12345`), 404)
    },
  },
  {
    group,
    name: 'a tenant gets its own campaigns only, by socket and by stream',
    socket: true,
    async run({ start, names }) {
      const mounted = await start({
        authorize: ({ headers }) => (headers['x-owner'] === undefined ? false : { owner: headers['x-owner'] }),
      })
      const done = new Map<string, () => void>()
      mounted.sillage.live.on('campaign_complete', ({ campaignId }) => done.get(campaignId)?.())
      const send = async (owner: string) => {
        const answer = await mounted.request('createCampaign', {
          method: 'POST',
          headers: { 'x-owner': owner },
          body: campaign({ start: false }),
        })
        const id = String(answer.json().id)
        const ended = new Promise<void>((resolve) => done.set(id, resolve))
        await mounted.sillage.campaigns.start(id)
        await ended
        return id
      }
      const url = mounted.url + names.paths.live
      const headers = { 'x-owner': 'b' }
      const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers })
      const frames: LiveFrame[] = []
      const complete = new Promise<void>((resolve) =>
        socket.on('message', (data) => {
          const frame = JSON.parse(String(data)) as LiveFrame
          frames.push(frame)
          if (frame.event === names.events.campaign_complete) resolve()
        }),
      )
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      const stream = await openStream(url, headers)
      const [theirs, mine] = [await send('a'), await send('b')]
      await complete
      const text = await textUntil(stream, `event: ${names.events.campaign_complete}\n`)
      socket.close()
      assert.deepEqual([...new Set(frames.map(({ data }) => data.campaignId))], [mine])
      assert.ok(text.includes(`"campaignId":"${mine}"`) && !text.includes(`"campaignId":"${theirs}"`))
    },
  },
  {
    group,
    name: 'a stream is followed by its key, by socket and by event stream, among those of its tenant',
    socket: true,
    async run({ start, names }) {
      const mounted = await start({
        authorize: ({ headers }) => (headers['x-owner'] === undefined ? false : { owner: headers['x-owner'] }),
      })
      const as = (owner: string) => ({ headers: { 'x-owner': owner }, params: { key: 'receipts' } })
      const send = async (owner: string, subject: string) => {
        const body = { subject, html: '<p>x</p>' }
        await mounted.request('putStream', { method: 'PUT', ...as(owner), body })
        await mounted.request('sendMessage', { method: 'POST', ...as(owner), body: { to: 'zoe@example.org' } })
      }
      const url = `${mounted.url}${names.paths.live}?stream=receipts`
      const isSent = ({ data, event }: LiveFrame) =>
        event === names.events.stream_progress && (data as { sent?: number }).sent === 1
      await send('a', 'S')
      const frames = await framesUntil(url, isSent, as('a').headers)
      assert.ok(frames.every(({ data }) => (data as { stream?: string }).stream === 'receipts'))
      assert.ok(frames.every(({ data }) => data.campaignId === undefined))
      const nobody = await mounted.request('live', { headers: as('b').headers, query: { stream: 'receipts' } })
      expectError(nobody, 404, 'not_found')
      const stream = await openStream(url, as('a').headers)
      const text = await textUntil(stream, `event: ${names.events.stream_stats}\n`)
      assert.match(text, /"stream":"receipts","status":"sending","total":1/)
      const asked = (query: Record<string, string>) => mounted.request('live', { headers: as('a').headers, query })
      const both = await asked({ stream: 'receipts', campaign: '1' })
      expectError(both, 400, 'invalid_field', 'stream')
      expectError(await asked({ stream: 'A key' }), 400, 'invalid_field', 'stream')
    },
  },
  {
    group,
    name: 'the same frames come as an event stream',
    async run({ start, names }) {
      const mounted = await start()
      const id = await draft(mounted)
      const stream = await openStream(`${mounted.url}${names.paths.live}?campaign=${id}`)
      assert.match(stream.headers['content-type'] ?? '', /^text\/event-stream/)
      await begin(mounted, id)
      const text = await textUntil(stream, `event: ${names.events.campaign_complete}\n`)
      assert.match(text, /^retry: 2000\n\nid: [0-9a-f]{12}-\d+\n/)
    },
  },
  {
    group,
    name: 'leaving an event stream ends its subscription at once, and a HEAD request makes none',
    async run({ start, names }) {
      const { url, sillage, request } = await start()
      assert.equal((await request('live', { method: 'HEAD' })).status, 200)
      assert.equal(await subscribersOnceAt(sillage, 0), 0)
      const stream = await openStream(url + names.paths.live)
      await once(stream, 'data')
      assert.equal(sillage.metrics().live.subscribers, 1)
      stream.destroy()
      assert.equal(await subscribersOnceAt(sillage, 0), 0)
    },
  },
  {
    group,
    name: 'a closing installation ends its live connections',
    socket: true,
    async run({ start, names }) {
      const mounted = await start()
      const socket = new WebSocket((mounted.url + names.paths.live).replace(/^http/, 'ws'))
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      const ended = new Promise<number>((resolve) => socket.once('close', resolve))
      await mounted.sillage.close()
      assert.equal(await ended, 1001)
    },
  },
]
