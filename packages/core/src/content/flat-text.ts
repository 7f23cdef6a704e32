import { Tokenizer } from 'htmlparser2'
import { silentCallbacks } from './attribute.ts'

/** Elements that begin a line of their own. */
const block =
  /^(?:address|article|blockquote|br|center|dd|div|dl|dt|footer|h[1-6]|header|hr|li|main|ol|p|pre|section|table|td|th|tr|ul)$/
const unread = new Set(['script', 'style', 'title'])
const empty = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])

/**
 * The text of HTML and how deeply its elements are nested, read token by token: in linear time and without recursion,
 * for markup that what makes better text of it cannot bear.
 */
export function flatTextOf(html: string): { text: string; depth: number } {
  let text = ''
  let open = 0
  let depth = 0
  let skipping: string | undefined
  const line = (name: string) => {
    if (block.test(name)) text += '\n'
  }
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentCallbacks,
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase()
        if (!empty.has(name)) depth = Math.max(depth, ++open)
        if (unread.has(name)) skipping ??= name
        line(name)
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase()
        open = Math.max(0, open - 1)
        if (name === skipping) skipping = undefined
        line(name)
      },
      ontext(start, end) {
        if (skipping === undefined) text += html.slice(start, end).replace(/[\s\u200b]+/g, ' ')
      },
      ontextentity(code) {
        if (skipping === undefined) text += String.fromCodePoint(code)
      },
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return { text: text.replace(/ ?\n[ \n]*/g, '\n').trim(), depth }
}
