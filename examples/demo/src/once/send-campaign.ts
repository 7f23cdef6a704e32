import type { Campaign, CampaignProgress, Contact, Template } from '@sillage/core/browser'
import type { ApiClient } from './api-client.ts'
import type { LiveListener } from './live-listener.ts'

const RECIPIENTS = 200
export const DELAY_MS = 10
const TEMPLATE = 'Offre de bienvenue'
const SENDING_TIMEOUT_MS = 40_000

export interface SentCampaign {
  campaign: Campaign
  template: Template
  contacts: Contact[]
  complete: CampaignProgress
  progressFrames: number
}

/** Creates a campaign to the first 200 contacts over HTTP and waits, on the live feed, until it is complete. */
export async function sendCampaign(api: ApiClient, live: LiveListener): Promise<SentCampaign> {
  const { items: contacts } = await api.contacts.list({ limit: RECIPIENTS })
  const { items: templates } = await api.templates.list({ limit: 200 })
  const listed = templates.find(({ name }) => name === TEMPLATE)
  if (contacts.length !== RECIPIENTS || listed === undefined)
    throw new Error(
      `expected ${RECIPIENTS} seeded contacts and the template "${TEMPLATE}" in this database; leave DATABASE_URL unset, or give one that is empty`,
    )
  const template = await api.templates.get(listed.id)

  const created = await api.campaigns.create({
    name: 'Offre de bienvenue, --once',
    subject: template.subject,
    template: template.id,
    recipients: { contactIds: contacts.map(({ id }) => id) },
    delayMs: DELAY_MS,
    tracking: { readTime: true },
  })
  const { campaign_complete, campaign_progress } = api.names.events
  const ofThis = (data: object) => 'campaignId' in data && data.campaignId === created.id
  const last = await live.until(
    ({ event, data }) => event === campaign_complete && ofThis(data),
    SENDING_TIMEOUT_MS,
    campaign_complete,
  )
  return {
    campaign: await api.campaigns.get(created.id),
    template,
    contacts,
    complete: last.data as CampaignProgress,
    progressFrames: live.frames.filter(({ event, data }) => event === campaign_progress && ofThis(data)).length,
  }
}
