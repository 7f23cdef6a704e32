import {
  type BlockDocument,
  type BlockNode,
  document as build,
  footer,
  paragraph,
  type RegionDocument,
} from '@sillage/core/document'
import { userEvent } from 'vitest/browser'
import { documentInput } from '../../../core/src/domain/input/documents.ts'
import '../../src/register.ts'
import type { SillageEditor, SillageTemplateEditor } from '../../src/index.ts'

type AnyEditor = SillageEditor | SillageTemplateEditor

/** An editor inside a shadow root inside another one, as in an app made of components; its message can be written. */
export async function mountEditor(
  options: { value?: BlockDocument | string; lang?: string; theme?: 'light' | 'dark' } & Partial<
    Pick<SillageEditor, 'fields' | 'upload' | 'readonly' | 'disabled' | 'noPreheader' | 'brand'>
  > = {},
): Promise<SillageEditor> {
  const { lang = 'en', theme = 'light', ...given } = options
  return mounted(document.createElement('sillage-editor'), given, { lang, theme })
}

/** The same of one for a designer's HTML. */
export async function mountTemplate(
  value: RegionDocument | string,
  options: { lang?: string; theme?: 'light' | 'dark' } & Partial<
    Pick<SillageTemplateEditor, 'fields' | 'upload' | 'readonly' | 'disabled' | 'noPreheader' | 'latest'>
  > = {},
): Promise<SillageTemplateEditor> {
  const { lang = 'en', theme = 'light', ...given } = options
  return mounted(document.createElement('sillage-template-editor'), { value, ...given }, { lang, theme })
}

async function mounted<T extends SillageEditor | SillageTemplateEditor>(
  editor: T,
  given: object,
  { lang, theme }: { lang: string; theme: string },
): Promise<T> {
  document.body.replaceChildren()
  document.documentElement.lang = lang
  document.documentElement.style.colorScheme = theme
  document.body.style.background = 'light-dark(#f4f7f8, #0c161d)'
  Object.assign(editor, given)
  document.body.append(within(within(editor)))
  await editor.ready
  await editor.updateComplete
  return editor
}

function within(inner: HTMLElement): HTMLElement {
  const host = document.createElement('div')
  host.attachShadow({ mode: 'open' }).append(inner)
  return host
}

/** A mail of these blocks, from somebody. */
export function mail(...blocks: (BlockNode | string)[]): BlockDocument {
  return build([
    ...blocks.map((block) => (typeof block === 'string' ? paragraph(block) : block)),
    footer('Harbour, 1 Quay'),
  ])
}

/** An editor with the caret at the end of these blocks, above the footer. */
export async function writeIn(...blocks: (BlockNode | string)[]): Promise<SillageEditor> {
  const editor = await mountEditor({ value: mail(...blocks) })
  await caretAtEnd(editor)
  return editor
}

/** Puts the caret behind the last words above the footer. */
export async function caretAtEnd(editor: SillageEditor): Promise<void> {
  const texts = parts(editor, '.message :is(p, h1, h2, h3, [data-button] span:not(.sillage-field))')
  const above = texts.filter((text) => text.closest('footer') === null).at(-1)
  if (above !== undefined) await caretIn(editor, above)
}

/** Puts the caret behind the words of a text, or selects all of them. */
export async function caretIn(editor: SillageEditor, text: HTMLElement, all = false): Promise<void> {
  editor.focus()
  // ProseMirror checks once more, 20 ms after it got the focus, whether the browser's selection is its own.
  await new Promise((resolve) => setTimeout(resolve, 30))
  const range = document.createRange()
  range.selectNodeContents(text)
  // Not to the beginning of the message: within 200 ms after the focus that is taken for a fault of the browser.
  const words = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).lastChild()
  if (!all && words !== null) range.selectNodeContents(words)
  if (!all) range.collapse(false)
  getSelection()?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
  await seen()
  if (!all) await press('{End}')
  await settled(editor)
}

/** Presses keys as a person would: what is pressed next finds the caret where they moved it. */
export async function press(keys: string): Promise<void> {
  await userEvent.keyboard(keys)
  await seen()
}

/** The browser says only in a later frame that the selection moved. */
async function seen(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
  await new Promise((resolve) => setTimeout(resolve, 0))
}

export async function settled(editor: AnyEditor): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0))
  await editor.updateComplete
}

interface Json {
  type: string
  text?: string
  attrs?: Record<string, unknown>
  marks?: { type: string; attrs?: { href?: string } }[]
  content?: Json[]
}

const marks: Record<string, (text: string, href: string) => string> = {
  strong: (text) => `*${text}*`,
  em: (text) => `_${text}_`,
  link: (text, href) => `[${text}](${href})`,
}

/**
 * A document in one line: `h2(Title) p(Hello {name}) ul(li(p(one)))`. The footer is left out, unless asked for.
 * Throws where a server would refuse it.
 */
export function shape(document: BlockDocument, withFooter = false): string {
  documentInput.parse(document)
  return (document.content as unknown as Json[])
    .filter(({ type }) => withFooter || type !== 'footer')
    .map(shapeOf)
    .join(' ')
}

const short: Record<string, string> = {
  paragraph: 'p',
  heading: 'h',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
}

function shapeOf({ type, text = '', attrs = {}, marks: own = [], content = [] }: Json): string {
  const marked = (words: string) =>
    own.reduce((sum, mark) => marks[mark.type]?.(sum, mark.attrs?.href ?? '') ?? sum, words)
  if (type === 'text') return marked(text)
  if (type === 'hard_break') return '|'
  if (type === 'field') return marked(`{${attrs.name}${attrs.fallback ? `:${attrs.fallback}` : ''}}`)
  const align = attrs.align === undefined ? '' : `@${attrs.align}`
  const more = type === 'button' ? `<${attrs.href}>` : type === 'image' ? `<${attrs.src}>` : ''
  const name = `${short[type] ?? type}${attrs.level ?? ''}${attrs.split ? `:${attrs.split}` : ''}${more}${align}`
  const inText = ['paragraph', 'heading', 'button'].includes(type)
  return content.length === 0 && !inText ? name : `${name}(${content.map(shapeOf).join(inText ? '' : ' ')})`
}

/** Everything of the editor that is drawn and matches. */
export function parts<T extends HTMLElement = HTMLElement>(editor: AnyEditor, selector: string): T[] {
  return [...(editor.shadowRoot?.querySelectorAll<T>(selector) ?? [])]
}

export function part<T extends HTMLElement = HTMLElement>(editor: AnyEditor, selector: string): T {
  const [found] = parts<T>(editor, selector)
  if (found === undefined) throw new Error(`Nothing in the editor matches ${selector}`)
  return found
}

/** The button with this label or text. */
export function button(editor: AnyEditor, label: string): HTMLElement {
  const found = parts(editor, 'button, [role=option]').find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent ?? '').trim() === label,
  )
  if (found === undefined) throw new Error(`There is no button "${label}"`)
  return found
}

/** Presses the button with this label or text, as a person would. */
export async function click(editor: AnyEditor, label: string): Promise<void> {
  await userEvent.click(button(editor, label))
  await settled(editor)
}

/** Where the focus is, in the editor. */
export function focused(editor: AnyEditor): Element | null {
  return editor.shadowRoot?.activeElement ?? null
}

/** What was said to those who hear the page. */
export function said(editor: AnyEditor): string {
  return part(editor, '[role=status]').textContent ?? ''
}

/** Pastes what the clipboard of another program holds. */
export async function paste(editor: SillageEditor, kinds: Record<string, string>, files: File[] = []): Promise<void> {
  const clipboardData = new DataTransfer()
  for (const [kind, data] of Object.entries(kinds)) clipboardData.setData(kind, data)
  for (const file of files) clipboardData.items.add(file)
  part(editor, '.message').dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true, composed: true }),
  )
  await settled(editor)
}

/** What copying or cutting the selection puts on the clipboard, as HTML. */
export function clipboardOf(editor: SillageEditor, how: 'copy' | 'cut'): string {
  const clipboardData = new DataTransfer()
  part(editor, '.message').dispatchEvent(new ClipboardEvent(how, { clipboardData, bubbles: true, cancelable: true }))
  return clipboardData.getData('text/html')
}
