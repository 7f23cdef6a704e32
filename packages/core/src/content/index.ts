/**
 * From an author's template to mails. An engine that takes a template apart gives *parts*, spans of its source (`template-engine.ts`). The HTML is
 * scanned by offset with the tags blanked out (`parts.ts`, `scan-html.ts`), and parts, links and pixel are woven into *pieces*: the author's own
 * characters, and between them what differs from message to message (`html-plan.ts`, `text-plan.ts`, `weave.ts`). Pieces are encoded into *ops*, runs
 * of bytes with holes for tokens (`mime/layout.ts`), and a message is a splice of these (`mime/splice-composer.ts`). An engine that only renders is
 * *opaque*: each message is rendered, scanned and composed anew (`opaque-campaign.ts`, `mime/general-composer.ts`).
 */

export { compileCampaign } from './compile-campaign.ts'
export type * from './composer.ts'
export { renderDestination } from './destination.ts'
export { libraryFields } from './library-fields.ts'
export { mustacheEngine } from './mustache-engine.ts'
export { clipBytes, pixelGif, pixelMarkup } from './pixel.ts'
export { plainTextOf } from './plain-text.ts'
export { safeLocation } from './safe-location.ts'
export type { LinkContext } from './scan-html.ts'
export type * from './template-engine.ts'
export { type FoundLink, type TrackHtmlOptions, trackHtml } from './track-html.ts'
export { type TrackTextOptions, trackText } from './track-text.ts'
export type * from './tracking-urls.ts'
export { addUtm } from './utm.ts'
export { fieldNames, mergeFieldWarnings } from './warnings.ts'
