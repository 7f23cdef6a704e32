/**
 * From an author's template to mails. An engine that takes a template apart gives *parts*, spans of its source
 * (`template/`). The HTML is scanned by offset with the tags blanked out (`html/`), and parts, links (`links/`) and
 * pixel are woven into *pieces* (`pieces/`): the author's own characters, and between them what differs from message to
 * message. Pieces are encoded into *ops*, runs of bytes with holes for tokens, and a message is a splice of these
 * (`mime/`). An engine that only renders is *opaque*: each message is rendered, rewritten (`rewrite/`) and composed
 * anew.
 *
 * Start at `compile-campaign.ts`, which makes one of `pieces-campaign.ts` and `opaque-campaign.ts`; `composer.ts` has
 * the types.
 */

export { compileCampaign } from './compile-campaign.ts'
export type * from './composer.ts'
export { plainTextOf } from './html/plain-text.ts'
export type { LinkContext } from './html/scan-html.ts'
export { renderDestination } from './links/destination.ts'
export { safeLocation } from './links/safe-location.ts'
export { addUtm } from './links/utm.ts'
export { clipBytes, pixelGif, pixelMarkup } from './pixel.ts'
export { type FoundLink, type TrackHtmlOptions, trackHtml } from './rewrite/track-html.ts'
export { type TrackTextOptions, trackText } from './rewrite/track-text.ts'
export { libraryFields } from './template/library-fields.ts'
export { mustacheEngine } from './template/mustache-engine.ts'
export type * from './template/template-engine.ts'
export type * from './tracking-urls.ts'
export { fieldNames, mergeFieldWarnings } from './warnings.ts'
