import type { DeliveredMail } from './delivered-mails.ts'
import { type Reader, readerOf } from './readers.ts'

/** How long the measured readers keep a mail on screen. */
export const READ_MS = 1000
/** The tracker measures four readers of one address at once; two more may come before it notices that two left. */
const READERS_AT_ONCE = 2
const VISITORS_AT_ONCE = 12

/** What was really requested of one mail. */
export interface Visit {
  email: string
  reader: Reader
  opens: number
  clicks: number
  readMs: number | undefined
  /** Index among the mail's links and where the tracker sent the visitor. */
  followed: { link: number; location: string | null; machine: boolean }[]
}

/**
 * Plays every recipient's part by requesting exactly what is in the mail; `roleOf` gives the part of the n-th. Throws
 * when a request is answered with something no mail program could use.
 */
export async function openAndClick(mails: readonly DeliveredMail[], roleOf = readerOf): Promise<Visit[]> {
  const visits = await inTurns(mails, VISITORS_AT_ONCE, (mail, n) => visitMail(mail, roleOf(n)))
  const readers = visits.flatMap((visit, n) => {
    const image = mails[n]?.readImages[0]
    return visit.reader.reads && image !== undefined ? [{ visit, image }] : []
  })
  await inTurns(readers, READERS_AT_ONCE, async ({ visit, image }) => {
    visit.readMs = await lookAt(image, visit.reader.userAgent)
  })
  return visits
}

async function visitMail(mail: DeliveredMail, reader: Reader): Promise<Visit> {
  const visit: Visit = { email: mail.email, reader, opens: 0, clicks: 0, readMs: undefined, followed: [] }
  const [pixel = missing(mail, 'pixel')] = mail.pixels
  if (reader.machine === 'head') await loadPixel(pixel, reader, 'HEAD')
  if (reader.machine === 'prefetch') await loadPixel(pixel, reader, 'GET')
  for (; visit.opens < reader.opens; visit.opens++) await loadPixel(pixel, reader, 'GET')

  const visible = mail.links.map((link, index) => ({ ...link, index })).filter((link) => link.visible)
  const machine = reader.machine === 'scanner'
  for (let n = 0; n < (machine ? 1 : reader.clicks); n++) {
    // Different links by different readers, so that every line of the link table has something to count.
    const link = visible[(mail.email.length + n * 2) % visible.length] ?? missing(mail, 'link')
    const location = await follow(link.url, reader)
    visit.followed.push({ link: link.index, location, machine })
    if (!machine) visit.clicks++
  }
  return visit
}

async function loadPixel(url: string, { userAgent }: Reader, method: 'GET' | 'HEAD') {
  const response = await fetch(url, { method, headers: { 'user-agent': userAgent } })
  const image = Buffer.from(await response.arrayBuffer())
  const expected = method === 'HEAD' ? image.length === 0 : image.subarray(0, 4).toString('latin1') === 'GIF8'
  if (response.status !== 200 || response.headers.get('content-type') !== 'image/gif' || !expected)
    throw new Error(`a pixel answered ${response.status} ${response.headers.get('content-type')}`)
}

async function follow(url: string, { userAgent }: Reader): Promise<string | null> {
  const response = await fetch(url, { redirect: 'manual', headers: { 'user-agent': userAgent } })
  await response.body?.cancel()
  if (response.status < 300 || response.status > 399) throw new Error(`a link answered ${response.status}`)
  return response.headers.get('location')
}

/** Loads a measuring image and leaves after a while, as a mail program does when the reader closes the mail. */
async function lookAt(url: string, userAgent: string): Promise<number> {
  const started = performance.now()
  const leave = new AbortController()
  const response = await fetch(url, { headers: { 'user-agent': userAgent }, signal: leave.signal })
  const timer = setTimeout(() => leave.abort(), READ_MS)
  await response.arrayBuffer().catch(() => {})
  clearTimeout(timer)
  return performance.now() - started
}

async function inTurns<T, R>(items: readonly T[], width: number, work: (item: T, n: number) => Promise<R>) {
  const results: R[] = []
  const queue = items.entries()
  async function worker() {
    for (const [n, item] of queue) results[n] = await work(item, n)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

function missing({ email }: DeliveredMail, what: string): never {
  throw new Error(`the mail to ${email} holds no tracked ${what}`)
}
