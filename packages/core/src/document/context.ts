import type { Brand, BrandColours } from '../domain/brand.ts'
import { attributeText } from './escape.ts'
import type { RenderWords } from './words.ts'

/** What an author should know of a document, as a list. */
export const noteCodes = [
  'image_without_source',
  'image_without_alt',
  'button_without_link',
  'unsafe_link',
  'low_contrast',
  'unknown_node',
  'unknown_place',
  'long_words',
  'large_html',
] as const

/** Something an author should know before the mail is sent. */
export interface RenderNote {
  code: (typeof noteCodes)[number]
  /** What it is about: an address, the words of a button, a colour, the type of a node, the name of a place. */
  subject?: string
}

/** What all parts of a mail are rendered with. */
export interface RenderContext {
  brand: Brand
  colours: BrandColours
  words: RenderWords
  note(code: RenderNote['code'], subject?: string): void
}

/** Space at both sides, between blocks, and between columns, in pixels. */
export const gutter = 32
export const gap = 20
export const between = 24

/** Gmail cuts a mail at about 102 KB; tracked links and the pixel need some of it. */
const clippedAt = 90_000
const longestSubject = 200

/** Notes as they are taken, a long subject cut. */
export function createNotes(): { notes: RenderNote[]; note: RenderContext['note'] } {
  const notes: RenderNote[] = []
  const note: RenderContext['note'] = (code, subject) =>
    notes.push(subject === undefined ? { code } : { code, subject: subject.slice(0, longestSubject) })
  return { notes, note }
}

/** Notes that HTML is near to what mail programs show of a mail. */
export function noteSize(html: string, note: RenderContext['note']): void {
  if (new TextEncoder().encode(html).length > clippedAt) note('large_html')
}

/** A table for layout only, which screen readers pass. */
export const table = 'table role="presentation" cellpadding="0" cellspacing="0" border="0"'

/** The style of letters: size and height of lines in pixels. */
export function letters(font: string, [size, height]: readonly [number, number], colour: string): string {
  return `font-family:${attributeText(font)};font-size:${size}px;line-height:${height}px;color:${colour}`
}
