import { Tokenizer } from 'htmlparser2'
import type { Steps } from '../../kit/steps.ts'
import { silentCallbacks } from './attribute.ts'
import { feed } from './feed.ts'

/** Elements that begin a line of their own. */
const block =
  /^(?:address|article|blockquote|br|center|dd|div|dl|dt|footer|h[1-6]|header|hr|li|main|ol|p|pre|section|table|td|th|tr|ul)$/
const unread = new Set(['script', 'style', 'title'])

/**
 * The text of HTML, read token by token: in linear time and without recursion, for markup that what makes better text
 * of it cannot bear.
 */
export function* flatTextOf(html: string): Steps<string> {
  let done = ''
  /** Of the slice that is read. */
  let text = ''
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
        if (unread.has(name)) skipping ??= name
        line(name)
      },
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase()
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
  const spaced = () => text.replace(/ {2,}/g, ' ')
  for (const _ of feed(tokenizer, html)) {
    done += spaced()
    text = ''
    yield
  }
  tokenizer.end()
  const all = done + spaced()
  yield
  return all
    .replace(/ ?\n[ \n]*/g, '\n')
    .replace(/ {2,}/g, ' ')
    .trim()
}
