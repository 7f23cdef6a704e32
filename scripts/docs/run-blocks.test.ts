import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest'
import { type FaultySmtpServer, faultySmtpServer } from '../../packages/core/src/testing/index.ts'
import { codeBlocks } from './code-blocks.ts'
import { documents } from './documents.ts'
import { freePort } from './free-port.ts'
import { tryBlock } from './try-block.ts'
import { writeBlocks } from './write-blocks.ts'

const blocks = documents().flatMap(({ path, text }) => codeBlocks(path, text))
const titleOf = ({ document, line }: (typeof blocks)[number]) => `${document}:${line}`

/** A person's: Node's own would be judged a machine's. */
const reader = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

vi.setConfig({ testTimeout: 60_000 })

describe('code of the guides', () => {
  const written = writeBlocks(blocks)
  let smtp: FaultySmtpServer
  beforeAll(async () => {
    smtp = await faultySmtpServer()
  })
  afterAll(async () => {
    written.remove()
    await smtp.close()
  })

  /** The context is the test's own: tests that run in parallel would otherwise end each other's programs. */
  async function start(block: (typeof blocks)[number], port: number, { onTestFinished }: TestContext) {
    const cwd = await mkdtemp(join(tmpdir(), 'sillage-docs-'))
    const env = { SMTP_URL: smtp.url, PORT: String(port), ADMIN_KEY: 'sesame' }
    const tried = tryBlock(written.pathOf(block), { cwd, env })
    onTestFinished(async () => {
      await tried.stop()
      await rm(cwd, { recursive: true, force: true })
    })
    return tried
  }

  for (const block of blocks.filter(({ trial }) => trial === 'run'))
    it.concurrent(`${titleOf(block)} runs to its end`, async (context) => {
      const tried = await start(block, 0, context)
      const code = await tried.ended
      if (block.prints !== undefined || code !== 0) expect(tried.printed().trimEnd()).toBe(block.prints ?? '')
      expect(code).toBe(0)
    })

  for (const block of blocks.filter(({ trial }) => trial === 'serve'))
    it.concurrent(`${titleOf(block)} serves, sends a tracked campaign and counts its click`, async (context) => {
      const port = await freePort()
      const base = `http://localhost:${port}/mail`
      const tried = await start(block, port, context)
      const ended = tried.ended.then((code) => {
        throw new Error(`ended with ${code}:\n${tried.printed()}`)
      })
      const links = await Promise.race([ended, vi.waitFor(() => trackedLinks(smtp, base), { timeout: 50_000 })])
      const clicked = await fetch(links.click, { redirect: 'manual', headers: reader })
      expect(clicked.status).toBe(302)
      expect(clicked.headers.get('location')).toMatch(/^https:\/\//)
      expect((await fetch(links.pixel, { headers: reader })).headers.get('content-type')).toBe('image/gif')
      expect((await fetch(`${base}/api/campaigns`)).status).toBe(403)
      const headers = { 'x-admin-key': 'sesame' }
      const stats = await fetch(`${base}/api/tracking/campaigns/1`, { headers })
      expect(await stats.json()).toMatchObject({ sent: 1, clicks: { unique: 1, tracked: 1 } })
    })
})

/** The first tracked link and the pixel of the mail that came from this app. */
function trackedLinks(smtp: FaultySmtpServer, base: string): { click: string; pixel: string } {
  const mails = smtp.accepted().map(({ raw }) => raw.toString().replace(/=\r\n/g, ''))
  const find = (kind: string) =>
    mails.flatMap((mail) => mail.match(new RegExp(`${base}/track/${kind}/[a-z0-9]{26}`)) ?? [])[0]
  const [click, pixel] = [find('click'), find('pixel')]
  if (click === undefined || pixel === undefined) throw new Error(`no tracked mail of ${base} yet`)
  return { click, pixel }
}
