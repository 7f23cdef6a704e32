import type { Campaign, EmailDocument } from '@sillage/core/browser'
import { documentOfText } from '@sillage/core/document'
import type { Draft } from './draft.ts'
import { isWords, wordsOfHtml } from './words-to-html.ts'

/**
 * A message that is typed without an editor: plain text is made a document, which an editor can open later. HTML, plain
 * text that says what no document can, and one with a text part of its own stay what they are.
 */
export function typedMessage(html: string, { text, unsubscribe }: Draft, lang: string): Pick<Draft, 'html' | 'made'> {
  const isDocument =
    text.trim() === '' && unsubscribe === '' && isWords(html) && html.trim() !== '' && !beyond.test(html)
  if (!isDocument) return { html, made: undefined }
  return { html, made: { document: { ...documentOfText(html), lang }, html, text, isNew: true } }
}

/** A stored message that was made of plain text, as that text; nothing of any other. */
export function wordsOf({ html, document }: Pick<Campaign, 'html' | 'document'>): Partial<Draft> {
  if (document !== null) return wordsOfDocument(document) ?? {}
  const own = wordsOfHtml(html)
  return own === undefined ? {} : { html: own.words, unsubscribe: own.unsubscribe }
}

function wordsOfDocument(document: EmailDocument): Partial<Draft> | undefined {
  if (document.kind !== 'blocks') return undefined
  const words = document.content
    .filter(({ type }) => type !== 'footer')
    .map(textOf)
    .join('\n\n')
  // Only a document that comes out the same was made here, whole and unchanged.
  if (words === '' || canonical(documentOfText(words).content) !== canonical(document.content)) return undefined
  return { html: words, text: '', made: { document, html: words, text: '' } }
}

/** Tags of the template engine that are no plain fields, a link to unsubscribe, and fields in addresses. */
const beyond =
  /\{\{(?! {0,3}[A-Za-z_][\w.]{0,199} {0,3}\}\})|\{\{ {0,3}unsubscribeUrl|(?:https?:\/\/|www\.)[^\s<>"{}|\\^`]{0,2000}\{\{/i

interface Node {
  type: string
  text?: string
  attrs?: { name?: string }
  content?: readonly Node[]
}

function textOf(node: object): string {
  const { type, text, attrs, content = [] } = node as Node
  if (type === 'hard_break') return '\n'
  if (type === 'field') return `{{${attrs?.name}}}`
  const inside = content.map(textOf)
  return text ?? (type === 'bullet_list' ? inside.map((item) => `- ${item}`).join('\n') : inside.join(''))
}

/** The same text for the same value, in whichever order its keys are. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
