import type { EmailDocument } from '@sillage/core/browser'

/** Whether a document holds words, fields or pictures; the footer alone is no message. */
export function saysSomething(document: EmailDocument): boolean {
  return document.kind === 'regions' || document.content.some((block) => block.type !== 'footer' && holds(block))
}

function holds(node: object): boolean {
  const { type, text = '', content = [] } = node as { type: string; text?: string; content?: readonly object[] }
  return type === 'image' || type === 'field' || text.trim() !== '' || content.some(holds)
}
