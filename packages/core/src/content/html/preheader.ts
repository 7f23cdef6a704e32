import { Tokenizer } from 'htmlparser2'
import { isBlank } from '../../kit/is-blank.ts'
import type { Steps } from '../../kit/steps.ts'
import { silentCallbacks } from './attribute.ts'
import { escapeHtml } from './escape.ts'
import { feed } from './feed.ts'
import { empty, unread } from './text-elements.ts'
import { readStyle } from './text-style.ts'

/** As many characters as lists of mails show behind a subject, at most. */
export const longestShown = 150

/**
 * One blank that no list of mails takes for the end of the text: a joiner and a non-joiner keep programs from making
 * one blank of many.
 */
const blank = '&#847;&zwnj;&nbsp;'

/** At most so many bytes stand around a preheader. */
export const bytesAroundPreheader = 100 + longestShown * blank.length

/**
 * The line that lists of mails show behind the subject, as hidden markup; nothing for a blank one. Blanks fill what is
 * left of the list's line, which else shows the first words of the mail.
 */
export function preheaderMarkup(text: string): string {
  if (isBlank(text)) return ''
  const filler = blank.repeat(Math.max(0, longestShown - text.length))
  return `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escapeHtml(text)}${filler}</div>`
}

/** What nobody sees, and authors fill preheaders with. */
const unseen = /\s|\u00ad|\u034f|[\u200b-\u200f]|\u2060|\ufeff/g

/**
 * Whether the author's HTML has a preheader of its own: words in an element that is hidden by its `style` or by
 * `hidden`, before any words or pictures that are seen.
 */
export function* hasPreheader(html: string): Steps<boolean> {
  let answer: boolean | undefined
  let element = ''
  let name = ''
  let style = ''
  let isHidden = false
  /** The element that is hidden or unread, and how many of its name are open within it. */
  let around: { element: string; open: number; isRead: boolean } | undefined

  function words(text: string): void {
    if (around?.isRead === false || text.replace(unseen, '') === '') return
    answer ??= around !== undefined
  }
  function startTag(): void {
    if (around !== undefined) {
      if (around.element === element) around.open++
      return
    }
    const hidden = isHidden || readStyle(style).hidden
    if (element === 'img' && !hidden) answer ??= false
    if (!empty.has(element) && (hidden || unread.has(element)))
      around = { element, open: 1, isRead: !unread.has(element) }
  }

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silentCallbacks,
      onopentagname(start, end) {
        element = html.slice(start, end).toLowerCase()
        style = ''
        isHidden = false
      },
      onattribname(start, end) {
        name = html.slice(start, end).toLowerCase()
        if (name === 'hidden') isHidden = true
      },
      onattribdata(start, end) {
        if (name === 'style') style += html.slice(start, end)
      },
      onopentagend: startTag,
      onselfclosingtag: startTag,
      onclosetag(start, end) {
        if (around?.element === html.slice(start, end).toLowerCase() && --around.open === 0) around = undefined
      },
      ontext: (start, end) => words(html.slice(start, end)),
      ontextentity: (code) => words(String.fromCodePoint(code)),
    },
  )
  for (const _ of feed(tokenizer, html)) {
    if (answer !== undefined) return answer
    yield
  }
  tokenizer.end()
  return answer ?? false
}
