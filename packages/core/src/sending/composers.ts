import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompileOptions, Composer } from '../content/composer.ts'
import type { TrackingUrls } from '../content/tracking-urls.ts'
import { mergeData } from '../kit/merge-data.ts'
import { byTurns } from '../kit/steps.ts'
import type { CampaignRecord, MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { campaignContentOf } from './campaign-content.ts'

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
  store: Pick<Store, 'campaigns'>
  compile: CompileOptions
  urls: TrackingUrls
}

/** Campaigns that take turns are compiled once as long as they are no more than these. */
const mostKept = 500
/** Characters of their HTML; what is compiled takes several times as much memory. */
const mostCharacters = 5_000_000

export function createComposers({ store, compile, urls }: ComposersOptions): Composers {
  /** In the order of their use, the oldest first. */
  const cache = new Map<string, { composer: Promise<Composer>; characters: number }>()
  let characters = 0

  function forget(key: string): void {
    characters -= cache.get(key)?.characters ?? 0
    cache.delete(key)
  }

  async function make(campaign: CampaignRecord): Promise<Composer> {
    const compiled = await byTurns(compileInSteps(campaignContentOf(campaign), compile))
    // Links have their ids from the first time on, so that a link in a mail that was sent yesterday is the link of
    // today.
    const links = await store.campaigns.addLinks(campaign.id, compiled.links)
    return compiled.bind({ linkIds: links.map((link) => link.id), urls, campaignId: campaign.id })
  }

  function composerFor(campaign: CampaignRecord): Promise<Composer> {
    const key = `${campaign.id}:${campaign.version}`
    const known = cache.get(key)
    const composer = known?.composer ?? make(campaign)
    forget(key)
    cache.set(key, { composer, characters: campaign.html.length })
    characters += campaign.html.length
    if (known === undefined)
      composer.catch(() => {
        if (cache.get(key)?.composer === composer) forget(key)
      })
    for (const oldest of cache.keys()) {
      if (oldest === key || (cache.size <= mostKept && characters <= mostCharacters)) break
      forget(oldest)
    }
    return composer
  }

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
