import { compileInSteps } from '../content/compile-campaign.ts'
import type { CompiledCampaign, CompileOptions, Composer } from '../content/composer.ts'
import { literalEngine } from '../content/template/literal-engine.ts'
import type { TrackingUrls } from '../content/tracking-urls.ts'
import { SillageError } from '../domain/errors.ts'
import { byTurns } from '../kit/by-turns.ts'
import { mergeData } from '../kit/merge-data.ts'
import type { CampaignRecord, MessageRecord } from '../store/port/records.ts'
import type { Store } from '../store/port/store.ts'
import { linksTogether } from '../store/read-together.ts'
import type { OwnerUrls } from '../tracking/owner-urls.ts'
import { type AttachedFiles, contentFiles } from './attached-files.ts'
import { campaignContentOf } from './campaign-content.ts'
import { createCompiledCache } from './compiled-cache.ts'

/** A composer, and the URLs that it writes. */
export interface BoundComposer extends Composer {
  urls: TrackingUrls
}

/** What a message is composed by. */
export interface ComposedBy {
  campaign: CampaignRecord
  composer: BoundComposer
}

/** What content is bound to. */
type BoundTo = Pick<CampaignRecord, 'id' | 'owner'>

/** What says which composer of a campaign it is. */
type OfCampaign = Pick<CampaignRecord, 'id' | 'owner' | 'version'>

/** Campaigns compiled and bound to their links, ready to compose. */
export interface Composers {
  /**
   * Compiles a campaign once for each version of it; the last used are kept, within bounds. Throws what
   * `compileCampaign` throws.
   */
  composerFor(campaign: CampaignRecord): Promise<BoundComposer>
  /**
   * The stream as it would be with a content of its messages, and the composer of that. Throws `compose_failed` where
   * the content is gone, and as `composerFor`.
   */
  withContent(stream: CampaignRecord, contentId: number): Promise<ComposedBy>
  /** Content that is not kept, bound to the links that are stored of it. */
  bind(stream: BoundTo, compiled: CompiledCampaign, contentId: number | null): Promise<BoundComposer>
  /**
   * A message of this campaign as a web page; undefined when the campaign is gone, or its content, or that was not
   * kept. The content of a campaign, which may be long, is read only where no composer of it is kept.
   */
  view(message: MessageRecord, campaign: OfCampaign): Promise<string | undefined>
}

export interface ComposersOptions {
  files: AttachedFiles
  store: Pick<Store, 'campaigns' | 'streams'>
  compile: CompileOptions
  urls: OwnerUrls
}

/** What a content of messages counts for before it is read: most are used once, so that few have to be kept. */
const OWN_CONTENT_SIZE = 100_000

/** Whom a mail is from that the host sent itself: it is only shown. */
const unsent = 'nobody@invalid.example'

/** One, so that equal contents are compiled once. */
const literally = literalEngine()

export function createComposers({ store, compile, urls, files }: ComposersOptions): Composers {
  const linksOf = linksTogether(store.campaigns)
  /** By what a campaign's mails are made of: many campaigns may have the same content. */
  const contents = createCompiledCache<CompiledCampaign>()
  /** By campaign, version and base URL: bound to the campaign's links. */
  const ofCampaigns = createCompiledCache<BoundComposer>()
  /** By stream, its version and content, and base URL. */
  const ofContents = createCompiledCache<ComposedBy>()

  function compiledOf(campaign: CampaignRecord, baseUrl: string, engine = compile.engine): Promise<CompiledCampaign> {
    const content = campaignContentOf({ ...campaign, attachments: contentFiles(campaign.attachments, files) })
    const key = JSON.stringify([baseUrl, engine === compile.engine, content])
    return contents.get(key, key.length, () => byTurns(compileInSteps(content, { ...compile, engine, baseUrl })))
  }

  async function bound(
    { id, owner }: BoundTo,
    compiled: CompiledCampaign,
    contentId?: number,
    baseUrl = urls.baseOf(owner),
  ): Promise<BoundComposer> {
    const own = urls.below(baseUrl)
    const linkIds = await linkIdsOf(id, compiled.links, contentId)
    return { ...compiled.bind({ linkIds, urls: own, campaignId: id }), urls: own }
  }

  const make = async (campaign: CampaignRecord, baseUrl: string) =>
    bound(campaign, await compiledOf(campaign, baseUrl), undefined, baseUrl)

  async function makeWith(stream: CampaignRecord, contentId: number, baseUrl: string): Promise<ComposedBy> {
    const content = await store.streams.content(contentId)
    if (content === undefined)
      throw new SillageError('compose_failed', 'The content of this message is not in the store any more.')
    const { headers, literal, ...own } = content
    const from = own.from === '' ? unsent : own.from
    const campaign = { ...stream, ...own, from, options: { ...stream.options, headers } }
    const compiled = await compiledOf(campaign, baseUrl, literal ? literally : compile.engine)
    return { campaign, composer: await bound(stream, compiled, contentId, baseUrl) }
  }

  /**
   * Links have their ids from the first time on, so that a link in a mail that was sent yesterday is the link of today.
   * They are stored when a campaign is written; by another version of this library, that may have been others.
   */
  async function linkIdsOf(
    campaignId: number,
    links: CompiledCampaign['links'],
    contentId?: number,
  ): Promise<number[]> {
    const nameOf = ({ url, personalised, engine }: (typeof links)[number]) => `${personalised} ${engine ?? ''} ${url}`
    if (links.length === 0) return []
    const stored = await (contentId === undefined ? linksOf(campaignId) : store.campaigns.links(campaignId, contentId))
    const ids = new Map(stored.map((link) => [nameOf(link), link.id]))
    const found = links.flatMap((link) => ids.get(nameOf(link)) ?? [])
    if (found.length === links.length) return found
    return (await store.campaigns.addLinks(campaignId, links, contentId)).map(({ id }) => id)
  }

  const keyOf = ({ id, owner, version }: OfCampaign) => `${id}:${version}:${urls.baseOf(owner)}`

  async function composerFor(campaign: CampaignRecord): Promise<BoundComposer> {
    return ofCampaigns.get(keyOf(campaign), campaign.html.length, () => make(campaign, urls.baseOf(campaign.owner)))
  }

  async function withContent(stream: CampaignRecord, contentId: number): Promise<ComposedBy> {
    const baseUrl = urls.baseOf(stream.owner)
    const key = `${stream.id}:${stream.version}:${contentId}:${baseUrl}`
    return ofContents.get(key, OWN_CONTENT_SIZE, () => makeWith(stream, contentId, baseUrl))
  }

  /** The campaign with the content that the message was composed from. */
  async function asSent({ campaignId, version }: MessageRecord): Promise<CampaignRecord | undefined> {
    const campaign = await store.campaigns.get(campaignId)
    if (campaign === undefined || version === null || version === campaign.version) return campaign
    const content = await store.campaigns.content(campaignId, version)
    return content === undefined ? campaign : { ...campaign, ...content, version }
  }

  async function composerOf(message: MessageRecord): Promise<BoundComposer | undefined> {
    const campaign = await asSent(message)
    return campaign && composerFor(campaign)
  }

  return {
    composerFor,
    withContent,
    bind: (stream, compiled, contentId) => bound(stream, compiled, contentId ?? undefined),
    async view(message, campaign) {
      if (message.contentId !== null) {
        const stream = await store.campaigns.get(message.campaignId)
        if (stream === undefined) return undefined
        const content = await store.streams.content(message.contentId)
        if (content === undefined || (content.html === '' && content.text === null)) return undefined
        const { composer } = await withContent(stream, message.contentId)
        return composer.view({ messageId: message.id, data: mergeData(message), tracking: message.tracked })
      }
      const sent = { ...campaign, version: message.version ?? campaign.version }
      const composer = await (ofCampaigns.kept(keyOf(sent)) ?? composerOf(message))
      return composer?.view({ messageId: message.id, data: mergeData(message), tracking: message.tracked })
    },
  }
}
