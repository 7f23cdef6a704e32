/**
 * Mails as documents: written in code by builders, made of plain text, and rendered. Pure functions, for pages too.
 *
 * @module @sillage/core/document
 */

export type * from '../domain/brand.ts'
export type * from '../domain/email-document.ts'
export { documentLimits, fieldName, linkStart, pictureSomeShow } from '../domain/email-document.ts'
export { defaultBrand } from '../settings/default-brand.ts'
export { wholeBrand } from '../settings/whole-brand.ts'
export { linkAddress, pictureAddress } from './address.ts'
export { button, document, field, footer, heading, type Inline, image, paragraph } from './builders.ts'
export type { RenderNote } from './context.ts'
export { noteCodes } from './context.ts'
export { type LowContrast, lowContrasts } from './contrast.ts'
export { documentOfText } from './document-of-text.ts'
export { markAll } from './mark-all.ts'
export { regionDocument, takeSource } from './region-documents.ts'
export { type Region, type RegionKind, type RegionPart, regionsOf } from './regions.ts'
export { type RenderedEmail, renderEmail } from './render-email.ts'
export { renderRegions, showRegions } from './render-regions.ts'
export { renderText } from './render-text.ts'
export type { RenderWords } from './words.ts'
