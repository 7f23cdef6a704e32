import type { Brand } from '../domain/brand.ts'
import type { BlockDocument } from '../domain/email-document.ts'
import { defaultBrand } from '../settings/default-brand.ts'
import { block, wholeWidth } from './blocks.ts'
import { createNotes, noteSize, type RenderContext, type RenderNote } from './context.ts'
import { lowContrasts } from './contrast.ts'
import { footerTable, logoRow } from './footer.ts'
import { plainInline } from './inline.ts'
import { type AnyNode, isObject, readNodes } from './nodes.ts'
import { page } from './page.ts'
import { type RenderWords, wordsIn } from './words.ts'

/** The HTML of a mail, and what its author should know before it is sent. */
export interface RenderedEmail {
  html: string
  notes: RenderNote[]
}

/**
 * The HTML of a document, a template of the house's engine: fields are its only tags, and braces that an author typed
 * stay braces. Pure, the same bytes in a browser and on a server, in time linear in the document. What cannot be sent
 * is left out, with a note, and nothing throws; the footer has a link to unsubscribe whatever the document says.
 *
 * @param brand Default: that of an installation which says nothing of it.
 * @param words Default: by `document.lang`, in English where that language has none.
 */
export function renderEmail(
  document: BlockDocument,
  brand: Brand = defaultBrand,
  words: RenderWords = wordsIn(document.lang),
): RenderedEmail {
  const { notes, note } = createNotes()
  const context: RenderContext = { brand, colours: brand.light, words, note }
  for (const { scheme, colour } of lowContrasts(brand)) note('low_contrast', `${scheme}.${colour}`)
  const { blocks, footer } = readDocument(document)
  const rows = [logoRow(context), ...blocks.map((node) => block(node, wholeWidth(context), context))]
  const html = page(
    {
      lang: languageOf(document),
      title: titleOf(blocks),
      rows: rows.filter((row) => row !== '').join('\n'),
      footer: footerTable(footer, context),
    },
    context,
  )
  noteSize(html, note)
  return { html, notes }
}

/** The blocks of a document, and its footer. */
export function readDocument(document: BlockDocument): { blocks: AnyNode[]; footer: AnyNode | undefined } {
  const nodes = readNodes(isObject(document) ? document.content : undefined)
  const blocks = nodes.filter(({ type }) => type !== 'footer')
  // Where somebody went on below the last words and wrote nothing more, readers would see a hole.
  while (blocks.length > 1 && isBlank(blocks.at(-1))) blocks.pop()
  return {
    blocks,
    footer: nodes.find(({ type }) => type === 'footer'),
  }
}

function isBlank(node: AnyNode | undefined): boolean {
  return node?.type === 'paragraph' && node.content.every(({ type, text }) => type === 'text' && text.trim() === '')
}

function languageOf({ lang }: BlockDocument): string {
  return typeof lang === 'string' && /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}$/i.test(lang) ? lang : 'en'
}

/** What screen readers and windows call the mail: its first heading. */
function titleOf(blocks: readonly AnyNode[]): string {
  const words = (blocks.find(({ type }) => type === 'heading')?.content ?? []).filter(
    ({ type }) => type === 'text' || type === 'field',
  )
  return plainInline(words, titleContext).replaceAll('<br>', ' ')
}

const titleContext: Parameters<typeof plainInline>[1] = { note: () => {} }
