import type { ApiClient } from '../examples/demo/src/once/api-client.ts'
import { deliveredMails } from '../examples/demo/src/once/delivered-mails.ts'
import { listenLive } from '../examples/demo/src/once/live-listener.ts'
import { openAndClick } from '../examples/demo/src/once/open-and-click.ts'
import type { Language } from '../examples/demo/src/page/language.ts'
import type { Demo } from '../examples/demo/src/start-demo.ts'
import type { Campaign, Contact, LiveFrame, Page, Template } from '../packages/core/src/browser.ts'

export const storyWords = {
  en: {
    letter: 'November letter',
    letterTemplate: 'Workshop newsletter (English)',
    fair: 'Trade fair in Lyon',
    fairTemplate: 'Trade fair invitation (English)',
    wishes: 'New Year wishes',
    reminder: 'Reminder before the fair',
  },
  fr: {
    letter: 'Lettre de novembre',
    letterTemplate: 'Lettre de l’atelier',
    fair: 'Invitation salon Lyon',
    fairTemplate: 'Invitation au salon',
    wishes: 'Vœux du Nouvel An',
    reminder: 'Relance avant le salon',
  },
} as const

const DAY_MS = 86_400_000

/** Campaigns as a company would have them: one that was read, one that is being sent, one planned, one draft. */
export async function makeHistory(demo: Demo, api: ApiClient, lang: Language): Promise<void> {
  const words = storyWords[lang]
  const first = await api.get<Page<Contact>>('listContacts', {}, { limit: '200' })
  const rest = await api.get<Page<Contact>>('listContacts', {}, { limit: '200', cursor: first.next ?? '' })
  const ids = [...first.items, ...rest.items].map(({ id }) => id)
  const { items: templates } = await api.get<Page<Template>>('listTemplates', {}, { limit: '200' })
  const create = (name: string, template: string, contactIds: string[], rest: object) => {
    const { id, subject } = templates.find((candidate) => candidate.name === template) ?? { id: '', subject: '' }
    return api.post<Campaign>('createCampaign', { name, subject, templateId: id, recipients: { contactIds }, ...rest })
  }

  const live = await listenLive(api.liveUrl)
  const letter = await create(words.letter, words.letterTemplate, ids, { delayMs: 5, tracking: { readTime: true } })
  const complete = api.names.events.campaign_complete
  await live.until(({ event, data }) => event === complete && data.campaignId === letter.id, 60_000, complete)
  await openAndClick(await deliveredMails(demo.url, `${demo.apiUrl}/track`))
  await create(words.wishes, words.letterTemplate, ids.slice(0, 120), { start: false })
  const scheduledAt = new Date(Date.now() + 10 * DAY_MS).toISOString()
  await create(words.reminder, words.fairTemplate, ids.slice(40, 250), { scheduledAt })
  const fair = await create(words.fair, words.fairTemplate, ids, { delayMs: 250 })
  const underWay = ({ data }: LiveFrame) => 'sent' in data && data.campaignId === fair.id && data.sent > 40
  await live.until(underWay, 30_000, 'campaign under way')
  live.close()
}
