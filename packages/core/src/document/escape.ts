import { escapeHtml } from '../content/html/escape.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** What no mail shows. */
function shown(words: string): string {
  return words.toWellFormed().replace(controls, '').replace(/\r\n?/g, '\n')
}

/** Every brace is an entity, also a single one: with a neighbour's it would make another tag of the template. */
function entities(words: string): string {
  return escapeHtml(shown(words)).replaceAll('{', '&#123;').replaceAll('}', '&#125;')
}

/** Words in a quoted attribute. */
export function attributeText(words: string): string {
  return entities(words).replaceAll('\n', ' ')
}

/** Words between tags; an end of a line stays one. */
export function htmlText(words: string): string {
  return entities(words).replaceAll('\n', '<br>')
}

/**
 * Words in plain text, which knows no entities: braces that would begin a tag of the template get a space between them,
 * also a first one behind words, or a tag, that end with one.
 */
export function plainText(words: string, before = ''): string {
  const apart = shown(words).replace(/\{(?=\{)/g, '{ ')
  const meets = apart.startsWith('{') ? before.endsWith('{') : apart.startsWith('}') && /\{\{[^{}]*\}\}$/.test(before)
  return meets ? ` ${apart}` : apart
}
