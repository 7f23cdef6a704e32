import { fieldChip } from '../engine/field-view.ts'

/** Signs that no mail holds: they stand for a field while its HTML is read. */
const [from, between, to] = ['\ue000', '\ue001', '\ue002']
const field =
  /(?<!\{)\{\{\s{0,9}([A-Za-z_][\w.]{0,199})\s{0,9}(?:\|([^{}]{0,998}))?\}\}(?!\})(?:\{\{\^\1\}\}([^{}]{0,998})\{\{\/\1\}\})?/g
/** Tags that decide and repeat: what stands between them is shown once. */
const otherTags = /\{\{\{[^{}]{0,500}\}\}\}|\{\{[^{}]{0,500}\}\}|\{%[^%]{0,500}%\}|<%[^%]{0,500}%>/g
const marked = /\ue000([^\ue000-\ue002]*)\ue001([^\ue000-\ue002]*)\ue002/g

/** Fields as signs that stay in one piece when HTML is parsed; all other tags of a template are left out. */
export function hideTags(html: string): string {
  return html
    .replace(/[\ue000-\ue002]/g, '')
    .replace(
      field,
      (_, name: string, otherwise = '', fallback = '') => `${from}${name}${between}${otherwise || fallback}${to}`,
    )
    .replace(otherTags, '')
}

/** The text as nodes, with each field as one thing. */
export function textNodes(text: string, label: (name: string) => string): (string | HTMLElement)[] {
  const pieces = text.split(marked)
  const found: (string | HTMLElement)[] = []
  for (let at = 0; at < pieces.length; at += 3) {
    const [words = '', name, fallback = ''] = pieces.slice(at, at + 3)
    if (words !== '') found.push(words)
    if (name !== undefined) found.push(fieldChip(name, fallback, label(name)))
  }
  return found
}

/** The text as it is read where nothing but text can stand: a field is its name in brackets. */
export function textWithNames(text: string, label: (name: string) => string): string {
  return hideTags(text).replace(marked, (_, name: string) => `[${label(name)}]`)
}

/** In an attribute a field is what it was. */
export function withTags(value: string): string {
  return value.replace(marked, '{{$1}}')
}
