import { refuse } from '../../domain/expect/index.ts'
import type { TokenKind } from '../../domain/token-kind.ts'
import type { ComposerBinding, MessageTracking } from '../composer.ts'
import type { LibraryUrlField } from '../template/library-fields.ts'
import type { BatchToken } from '../tracking-urls.ts'
import type { LayoutToken, LayoutUrl } from './layout.ts'

const kindOfField = { unsubscribeUrl: 'unsubscribe', preferencesUrl: 'preferences', viewUrl: 'view' } as const

/** The URLs of messages that are tracked alike. A URL that such messages do not have is undefined. */
export interface MessageUrls {
  field(field: LibraryUrlField): LayoutUrl
  link(index: number, personalised: boolean): LayoutUrl | undefined
  pixel(): LayoutUrl | undefined
  read(): LayoutUrl | undefined
}

/**
 * Decides what is tracked. Aggregate messages share one pixel and one URL per link, so nothing of them depends on a
 * person.
 */
export function messageUrls({ linkIds, urls, campaignId }: ComposerBinding, tracking: MessageTracking): MessageUrls {
  const { sealed } = urls
  const { aggregate = false } = tracking
  const url = (kind: TokenKind, make: (messageId: number) => string, link?: number): LayoutUrl => ({
    make,
    sealed: sealed && { prefix: sealed.prefix(kind), token: { kind, link } },
  })
  return {
    field: (field) => url(kindOfField[field], (messageId) => urls[kindOfField[field]](messageId)),
    link(index, personalised) {
      const linkId = linkIds[index]
      if (!tracking.clicks || linkId === undefined || (aggregate && personalised)) return undefined
      return aggregate
        ? url('aggregateClick', () => urls.aggregateClick(linkId), index)
        : url('click', (messageId) => urls.click(messageId, linkId), index)
    },
    pixel() {
      if (!tracking.opens) return undefined
      return aggregate
        ? url('aggregatePixel', () => urls.aggregatePixel(idOf(campaignId)))
        : url('pixel', (messageId) => urls.pixel(messageId))
    },
    read: () => (tracking.readTime && !aggregate ? url('read', (messageId) => urls.read(messageId)) : undefined),
  }
}

/** What a token of a layout is in the messages of one campaign. */
export function boundToken({ kind, link = 0 }: LayoutToken, { linkIds, campaignId }: ComposerBinding): BatchToken {
  if (kind === 'aggregatePixel') return { kind, linkId: idOf(campaignId), messageId: 0 }
  if (kind === 'aggregateClick') return { kind, linkId: linkIds[link], messageId: 0 }
  return kind === 'click' ? { kind, linkId: linkIds[link] } : { kind }
}

const idOf = (campaignId: number | undefined): number =>
  campaignId ?? refuse('campaignId', 'the id of the campaign, which aggregate tracking needs', 'none')
