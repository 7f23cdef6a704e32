import { Tokenizer } from 'htmlparser2'
import type { Steps } from '../../kit/steps.ts'
import { silentCallbacks } from '../html/attribute.ts'
import { feed } from '../html/feed.ts'
import type { Span } from '../html/span.ts'

/** The start tag of an element, as offsets of the source. */
export interface StyledTag {
  nameEnd: number
  end: number
  /** The value of its `style` with its quotes, where it has one. */
  style: Span | undefined
}

/** The start tags of HTML, by where each begins. */
export function* scanStyles(html: string): Steps<Map<number, StyledTag>> {
  const tags = new Map<number, StyledTag>()
  let tag: StyledTag | undefined
  let name = ''
  let nameEnd = 0
  const close = (end: number) => {
    if (tag !== undefined) tag.end = end
    tag = undefined
  }
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...silentCallbacks,
      onopentagname(start, end) {
        tag = { nameEnd: end, end, style: undefined }
        tags.set(start - 1, tag)
      },
      onattribname(start, end) {
        name = html.slice(start, end).toLowerCase()
        nameEnd = end
      },
      onattribend(_quote, end) {
        if (tag === undefined || name !== 'style' || tag.style !== undefined) return
        const equals = html.slice(nameEnd, end).search(/[^\s=]/)
        tag.style = { start: equals < 0 ? end : nameEnd + equals, end }
      },
      onopentagend: close,
      onselfclosingtag: close,
    },
  )
  yield* feed(tokenizer, html)
  tokenizer.end()
  return tags
}
