// One server of the hits benchmark, configured by its parent.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sillageFastify } from '@sillage/adapter-fastify'
import { createSillage, createTokenSealer, type Sillage } from '@sillage/core'
import { postgresStore } from '@sillage/store-postgres'
import { sqliteStore } from '@sillage/store-sqlite'
import Fastify from 'fastify'
import { pixelGif } from '../../packages/core/src/content/pixel.ts'
import { imageHeaders } from '../../packages/core/src/http/image-headers.ts'
import { redirect } from '../../packages/core/src/http/pages/redirect.ts'

export interface ServerOrder {
  side: 'bare' | 'sqlite' | 'postgres'
  /** Where the database is: a folder, or the URL of a server. */
  place: string
  messages: number
}

export interface ServerReport {
  /** Hits stored since `measure`. */
  stored: number
  groups: number
  eventLoopP99Ms: number
}

const secrets = ['the benchmark needs a secret of its own']
const delay = monitorEventLoopDelay({ resolution: 1 })
/** What was stored before the measurement; the bare side stores nothing. */
let before = { recorded: 0, commits: 0 }
let figures = () => before

process.once('SIGINT', () => process.exit())
process.once('message', async (order: ServerOrder) => {
  const { paths, app } = order.side === 'bare' ? bare(order) : await full(order)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  process.on('message', (word) => {
    if (word === 'measure') {
      before = figures()
      delay.enable()
      delay.reset()
      process.send?.('measuring')
    } else {
      // Hits are counted in the group that stored them, so all that were answered are in.
      const { recorded, commits } = figures()
      const [stored, groups] = [recorded - before.recorded, commits - before.commits]
      process.send?.({ stored, groups, eventLoopP99Ms: delay.percentile(99) / 1e6 } satisfies ServerReport)
    }
  })
  process.send?.({ port: typeof address === 'object' ? address?.port : 0, paths })
})

/** The same answers to the byte, headers included; nothing is read from the request and nothing stored. */
function bare({ messages }: ServerOrder) {
  const app = Fastify()
  const image = { ...imageHeaders, 'content-length': String(pixelGif.length) }
  const answer = redirect('https://shop.example/a')
  app.get('/track/pixel/:token', (_request, reply) => reply.headers(image).send(pixelGif))
  app.get('/track/click/:token', (_request, reply) =>
    reply.status(answer.status).headers(answer.headers).send(answer.body),
  )
  return { app, paths: tokens(messages, [1, 2]) }
}

async function full({ side, place, messages }: ServerOrder) {
  const store =
    side === 'postgres' ? postgresStore({ connectionString: place }) : sqliteStore({ filename: `${place}/hits.db` })
  const sillage = createSillage({
    store,
    baseUrl: 'http://127.0.0.1',
    from: 'a@example.org',
    secrets,
    http: { hitDeadlineMs: 60_000 },
  })
  await sillage.migrate()
  await sillage.start({ send: false })
  figures = () => sillage.metrics().hits
  const links = await campaign(sillage, messages)
  const app = Fastify()
  await app.register(sillageFastify, { sillage })
  return { app, paths: tokens(messages, links) }
}

async function campaign(sillage: Sillage, messages: number): Promise<number[]> {
  const recipients = Array.from({ length: messages }, (_, n) => ({ email: `p${n}@example.org` }))
  const html = '<a href="https://shop.example/a">A</a><a href="https://shop.example/b">B</a>'
  const { id } = await sillage.campaigns.create({ name: 'n', subject: 's', html, recipients, start: false })
  return (await sillage.campaigns.stats(id)).links.map((link) => Number(link.id))
}

/** Pixel and click alternately, over all messages, in an order that does not follow the ids. */
function tokens(messages: number, links: readonly number[]): string[] {
  const sealer = createTokenSealer(secrets)
  return Array.from({ length: messages }, (_, n) => {
    const messageId = ((n * 7_919) % messages) + 1
    return n % 2 === 0
      ? `/track/pixel/${sealer.seal({ kind: 'pixel', messageId })}`
      : `/track/click/${sealer.seal({ kind: 'click', messageId, linkId: links[n % links.length] ?? 1 })}`
  })
}
