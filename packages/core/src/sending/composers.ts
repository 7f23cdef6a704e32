import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign, CompileOptions, Composer } from '../content/composer.ts'
import type { TrackingUrls } from '../content/tracking-urls.ts'
import { mergeData } from '../kit/merge-data.ts'
import { byTurns } from '../kit/steps.ts'
import type { CampaignRecord, MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { type AttachedFiles, contentFiles } from './attached-files.ts'
import { campaignContentOf } from './campaign-content.ts'
import { createCompiledCache } from './compiled-cache.ts'

/** Campaigns compiled and bound to their links, ready to compose. */
export interface Composers {
  /**
   * Compiles a campaign once for each version of it; the last used are kept, within bounds. Throws what
   * `compileCampaign` throws.
   */
  composerFor(campaign: CampaignRecord): Promise<Composer>
  /** A message as a web page; undefined when its campaign is gone. */
  view(message: MessageRecord): Promise<string | undefined>
}

export interface ComposersOptions {
  files: AttachedFiles
  store: Pick<Store, 'campaigns'>
  compile: CompileOptions
  urls: TrackingUrls
}

export function createComposers({ store, compile, urls, files }: ComposersOptions): Composers {
  /** By what a campaign's mails are made of: many campaigns may have the same content. */
  const contents = createCompiledCache<CompiledCampaign>()
  /** By campaign and version: bound to the campaign's links. */
  const bound = createCompiledCache<Composer>()

  function compiledOf(campaign: CampaignRecord): Promise<CompiledCampaign> {
    const content = campaignContentOf({ ...campaign, attachments: contentFiles(campaign.attachments, files) })
    const key = JSON.stringify(content)
    return contents.get(key, key.length, () => byTurns(compileInSteps(content, compile)))
  }

  async function make(campaign: CampaignRecord): Promise<Composer> {
    const compiled = await compiledOf(campaign)
    return compiled.bind({ linkIds: await linkIdsOf(campaign.id, compiled.links), urls, campaignId: campaign.id })
  }

  /**
   * Links have their ids from the first time on, so that a link in a mail that was sent yesterday is the link of today.
   * They are stored when a campaign is written; by another version of this library, that may have been others.
   */
  async function linkIdsOf(campaignId: number, links: CompiledCampaign['links']): Promise<number[]> {
    const nameOf = ({ url, personalised }: (typeof links)[number]) => `${personalised} ${url}`
    const stored = await store.campaigns.links(campaignId)
    const ids = new Map(stored.map((link) => [nameOf(link), link.id]))
    const found = links.flatMap((link) => ids.get(nameOf(link)) ?? [])
    if (found.length === links.length) return found
    return (await store.campaigns.addLinks(campaignId, links)).map(({ id }) => id)
  }

  const composerFor = (campaign: CampaignRecord): Promise<Composer> =>
    bound.get(`${campaign.id}:${campaign.version}`, campaign.html.length, () => make(campaign))

  /** The campaign with the content that the message was composed from. */
  async function asSent({ campaignId, version }: MessageRecord): Promise<CampaignRecord | undefined> {
    const campaign = await store.campaigns.get(campaignId)
    if (campaign === undefined || version === null || version === campaign.version) return campaign
    const content = await store.campaigns.content(campaignId, version)
    return content === undefined ? campaign : { ...campaign, ...content, version }
  }

  return {
    composerFor,
    async view(message) {
      const campaign = await asSent(message)
      if (campaign === undefined) return undefined
      const composer = await composerFor(campaign)
      return composer.view({ messageId: message.id, data: mergeData(message), tracking: message.tracked })
    },
  }
}
