import { vi } from 'vitest'
import type { FaultySmtpServer } from '../../packages/core/src/testing/index.ts'
import type { Program } from './create-project.ts'

/** A person's browser: Node's own User-Agent would be judged a machine's. */
export const reader = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }
export const ADMIN_KEY = 'sesame'

export interface AppUse {
  /** Of the one campaign, as its management sees it. */
  stats: { sent: number; opens: { unique: number }; clicks: { unique: number } }
  /** The answer to a stranger's request for the campaigns. */
  strangerStatus: number
  location: string | null
  pixelType: string | null
}

/** Waits for the mail of an app that listens at `port`, opens it, follows its link, and reads the figures. */
export async function useApp(program: Program, smtp: FaultySmtpServer, port: number): Promise<AppUse> {
  const base = `http://localhost:${port}/mail`
  const ended = program.ended.then((code) => {
    throw new Error(`the app ended with ${code}:\n${program.printed()}`)
  })
  const links = await Promise.race([ended, vi.waitFor(() => linksOf(smtp, base), { timeout: 60_000, interval: 20 })])
  ended.catch(() => undefined)
  const pixel = await fetch(links.pixel, { headers: reader })
  const click = await fetch(links.click, { headers: reader, redirect: 'manual' })
  const stranger = await fetch(`${base}/api/campaigns`)
  const headers = { 'x-admin-key': ADMIN_KEY }
  const list = await fetch(`${base}/api/campaigns`, { headers })
  const { items } = (await list.json()) as { items: { id: string }[] }
  const stats = await fetch(`${base}/api/tracking/campaigns/${items[0]?.id}`, { headers })
  return {
    stats: (await stats.json()) as AppUse['stats'],
    strangerStatus: stranger.status,
    location: click.headers.get('location'),
    pixelType: pixel.headers.get('content-type'),
  }
}

function linksOf(smtp: FaultySmtpServer, base: string): { click: string; pixel: string } {
  const mails = smtp.accepted().map(({ raw }) => raw.toString().replace(/=\r\n/g, ''))
  const find = (kind: string) => mails.map((mail) => new RegExp(`${base}/track/${kind}/[a-z0-9]{26}`).exec(mail)?.[0])
  const [click] = find('click').filter((url) => url !== undefined)
  const [pixel] = find('pixel').filter((url) => url !== undefined)
  if (click === undefined || pixel === undefined) throw new Error(`no tracked mail of ${base} yet`)
  return { click, pixel }
}
