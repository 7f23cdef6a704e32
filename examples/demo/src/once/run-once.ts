import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CampaignStatsUpdate, MessageItem } from '@sillage/core/browser'
import type { DemoSettings } from '../environment.ts'
import { freePort } from '../free-port.ts'
import { type Demo, startDemo } from '../start-demo.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import { compare, type Report } from './compare.ts'
import { deliveredMails } from './delivered-mails.ts'
import { authoredDestinations, destinationFor, expectedFigures, faultsInMails } from './expected-figures.ts'
import { type LiveListener, listenLive } from './live-listener.ts'
import { openAndClick, type Visit } from './open-and-click.ts'
import { resultsTable } from './results-table.ts'
import { type SentCampaign, sendCampaign } from './send-campaign.ts'

/** How long figures may take to settle after the last hit was answered. */
const SETTLE_MS = 5000

/**
 * Does everything without a person, in a folder of its own, and returns the exit code: 0 when every figure is right.
 */
export async function runOnce(settings: DemoSettings): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sillage-once-'))
  try {
    const port = settings.port ?? (await freePort())
    const database = settings.database ?? join(folder, 'demo.sqlite')
    const demo = await startDemo({ ...settings, port, database })
    try {
      return await tryEverything(demo, settings)
    } finally {
      await demo.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Sends, opens and clicks over HTTP and compares every figure, on a running demo; returns the exit code. */
export async function tryEverything(
  demo: Pick<Demo, 'url' | 'apiUrl'>,
  { names }: Pick<DemoSettings, 'names'>,
): Promise<number> {
  const api = createApiClient(demo.apiUrl, names)
  const live = await listenLive(api.liveUrl)
  console.log(`  Sending over SMTP from ${demo.url} …`)
  const sent = await sendCampaign(api, live)

  const destinations = authoredDestinations(sent.template)
  const mails = await deliveredMails(demo.url, `${demo.apiUrl}/track`)
  const faults = faultsInMails(mails, sent.contacts, destinations)
  console.log(`  ${mails.length} mails arrived; opening and clicking part of them …`)
  const visits = await openAndClick(mails)
  faults.push(...wrongRedirects(visits, destinations, sent))

  const expected = expectedFigures(visits, destinations)
  const rows = await settled(async () => compare(sent, expected, await readReport(api, live, sent, visits)))
  live.close()

  console.log(`\n${resultsTable(rows)}\n`)
  faults.push(
    ...rows.filter(({ agrees }) => !agrees).map((row) => `${row.figure}: done ${row.done}, reported ${row.reported}`),
  )
  if (faults.length === 0) {
    console.log(`  All ${rows.length} figures are what was done.`)
    return 0
  }
  console.error(`  ${faults.length} differ from what was done:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  return 1
}

/** Reads again until all agree or the figures had enough time. */
async function settled<T extends { agrees: boolean }>(read: () => Promise<T[]>): Promise<T[]> {
  const deadline = performance.now() + SETTLE_MS
  for (;;) {
    const rows = await read()
    if (rows.every(({ agrees }) => agrees) || performance.now() > deadline) return rows
    await sleep(100)
  }
}

async function readReport(
  api: ApiClient,
  live: LiveListener,
  { campaign }: SentCampaign,
  visits: Visit[],
): Promise<Report> {
  const { id } = campaign
  const messages: MessageItem[] = []
  for await (const message of api.messages.list({ campaignId: id, limit: 150 })) messages.push(message)
  const opener = visits.find(({ opens }) => opens > 0)
  const opened = messages.find(({ email }) => email === opener?.email)
  if (opener === undefined || opened === undefined) throw new Error('nobody of the message list opened a mail')
  const told = live.frames.filter(({ event }) => event === api.names.events.campaign_stats).at(-1)
  return {
    stats: await api.campaigns.stats(id),
    timeline: await api.campaigns.timeline(id, { bucket: 'hour' }),
    events: (await api.messages.events(opened.id)).items,
    live: told?.data as CampaignStatsUpdate | undefined,
    messages,
    opener,
  }
}

/** Every followed link must have led exactly where its author wrote, with the reader's own data filled in. */
function wrongRedirects(
  visits: readonly Visit[],
  destinations: readonly string[],
  { contacts }: SentCampaign,
): string[] {
  const byEmail = new Map(contacts.map((contact) => [contact.email, contact]))
  return visits.flatMap(({ email, followed }) =>
    followed.flatMap(({ link, location }) => {
      const contact = byEmail.get(email)
      const wanted = contact === undefined ? undefined : destinationFor(destinations[link] ?? '', contact)
      return location === wanted ? [] : [`a link in the mail to ${email} leads to ${location} instead of ${wanted}`]
    }),
  )
}
