import type { ApiClient } from '../examples/demo/src/once/api-client.ts'
import { type DeliveredMail, deliveredMails } from '../examples/demo/src/once/delivered-mails.ts'
import { type LiveListener, listenLive } from '../examples/demo/src/once/live-listener.ts'
import { openAndClick } from '../examples/demo/src/once/open-and-click.ts'
import { readerOf } from '../examples/demo/src/once/readers.ts'
import type { Language } from '../examples/demo/src/page/language.ts'
import type { Demo } from '../examples/demo/src/start-demo.ts'
import type { Campaign, CampaignInput, Contact, LiveFrame, RecipientInput } from '../packages/core/src/browser.ts'
import type { StoryClock } from './story-clock.ts'

export const storyWords = {
  en: {
    letter: 'November letter',
    letterTemplate: 'Workshop newsletter (English)',
    fair: 'Trade fair in Lyon',
    fairTemplate: 'Trade fair invitation (English)',
    offer: 'Quote reminder',
    wishes: 'New Year wishes',
    reminder: 'Reminder before the fair',
    prices: 'Price list',
  },
  fr: {
    letter: 'Lettre de novembre',
    letterTemplate: 'Lettre de l’atelier',
    fair: 'Invitation salon Lyon',
    fairTemplate: 'Invitation au salon',
    offer: 'Relance devis',
    wishes: 'Vœux du Nouvel An',
    reminder: 'Relance avant le salon',
    prices: 'Nouveaux tarifs',
  },
} as const

type Settings = Pick<CampaignInput, 'delayMs' | 'scheduledAt' | 'start' | 'tracking'>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** How long ago the letter left: on a morning five days before. */
export const STORY_MS = (Date.now() % DAY_MS) + 5 * DAY_MS - 8.2 * HOUR_MS
/** A second between mails is a moment here; a lease of minutes is still seconds long. */
const SENDING_SPEED = 40
/** A second that a mail is kept on screen counts for so many. */
const READING_SPEED = 11

/** Addresses that the inbox refuses, as every real list has some. */
const gone = ['Denis Okafor', 'Elsa Pereira', 'Marc Vidal', 'Ines Brandt'].map((name) => ({
  email: `${name.toLowerCase().replace(' ', '.')}@closed-shop.invalid`,
  name,
  company: 'Closed Shop',
}))

export interface Story {
  letter: Campaign
  /** Being sent while the pictures are taken. */
  fair: Campaign
  /** Sends a few mails while a page watches; returns the function that deletes the campaign. */
  sendPrices(): Promise<() => Promise<void>>
}

/**
 * Campaigns as a company would have them: one read over days, one paused, one planned, one draft, and one that is being
 * sent.
 */
export async function makeHistory(demo: Demo, api: ApiClient, lang: Language, clock: StoryClock): Promise<Story> {
  const words = storyWords[lang]
  const contacts: Contact[] = []
  for await (const contact of api.contacts.list({ limit: 200 })) contacts.push(contact)
  const ids = contacts.map(({ id }) => id)
  const { items: templates } = await api.templates.list({ limit: 200 })
  const create = (name: string, template: string, recipients: CampaignInput['recipients'], rest: Settings) => {
    const { id, subject } = templates.find((candidate) => candidate.name === template) ?? { id: '', subject: '' }
    return api.campaigns.create({ name, subject, template: id, recipients, ...rest })
  }
  const live = await listenLive(api.liveUrl)
  const complete = api.names.events.campaign_complete

  clock.run(SENDING_SPEED)
  const tracking = { readTime: true }
  const letter = await create(words.letter, words.letterTemplate, [...contacts.map(recipientOf), ...gone], {
    delayMs: 1000,
    tracking,
  })
  await live.until(({ event, data }) => event === complete && data.campaignId === letter.id, 60_000, complete)
  await readOverDays(await deliveredMails(demo.url, `${demo.apiUrl}/track`), clock)

  clock.run(SENDING_SPEED)
  const offer = await create(words.offer, words.letterTemplate, { contactIds: ids.slice(100, 220) }, { delayMs: 2000 })
  await live.until(underWay(offer, 35), 30_000, 'campaign under way')
  await demo.sillage.campaigns.pause(offer.id)
  clock.run(1)
  clock.skip(clock.behind)

  await create(words.wishes, words.letterTemplate, { contactIds: ids.slice(0, 120) }, { start: false })
  const scheduledAt = new Date(Date.now() + 10 * DAY_MS).toISOString()
  await create(words.reminder, words.fairTemplate, { contactIds: ids.slice(40, 250) }, { scheduledAt })
  const fair = await create(words.fair, words.fairTemplate, { contactIds: ids }, { delayMs: 400 })
  await readFirst(demo, live, fair)
  live.close()
  return {
    letter,
    fair,
    async sendPrices() {
      const prices = await create(words.prices, words.letterTemplate, { contactIds: ids.slice(0, 8) }, { delayMs: 300 })
      return () => demo.sillage.campaigns.delete(prices.id)
    },
  }
}

/** Opens the mails like people do: many in the first hours, fewer each day, few at night. */
async function readOverDays(mails: readonly DeliveredMail[], clock: StoryClock): Promise<void> {
  const start = clock.now()
  clock.run(READING_SPEED)
  const hours = Array.from({ length: Math.floor(STORY_MS / HOUR_MS) - 2 }, (_, hour) => readersIn(start, hour))
  const all = hours.reduce((sum, weight) => sum + weight, 0)
  let read = 0
  let due = 0
  for (const [hour, weight] of hours.entries()) {
    due += (weight / all) * mails.length
    const until = hour === hours.length - 1 ? mails.length : Math.round(due)
    // Each plays the part of their position among all.
    const from = read
    await openAndClick(mails.slice(from, until), (n) => readerOf(from + n))
    read = until
    clock.skip(Math.max(0, start + (hour + 1) * HOUR_MS - clock.now()))
  }
}

/** How many read in an hour after sending, in proportion. */
function readersIn(start: number, hour: number): number {
  const time = (new Date(start + hour * HOUR_MS).getUTCHours() + 1) % 24
  const awake = time < 7 ? 0.03 : time < 9 || time > 20 ? 0.5 : 1
  return awake * (Math.exp(-hour / 9) + 0.06)
}

/** Some are so quick that they open while others are still being sent. */
async function readFirst(demo: Demo, live: LiveListener, campaign: Campaign): Promise<void> {
  await live.until(underWay(campaign, 40), 60_000, 'campaign under way')
  const mails = await deliveredMails(demo.url, `${demo.apiUrl}/track`)
  const opens = (n: number) => ({ ...readerOf(n % 5 === 0 ? 0 : 3), reads: false })
  await openAndClick(mails.slice(-24, -8), opens)
}

/** What a campaign is given of a contact, where some of its recipients are none. */
function recipientOf({ email, name, company, data, consent }: Contact): RecipientInput {
  return { email, name: name ?? undefined, company: company ?? undefined, data, consent: consent ?? undefined }
}

function underWay(campaign: Campaign, sent: number) {
  return ({ data }: LiveFrame) => 'sent' in data && data.campaignId === campaign.id && data.sent > sent
}
