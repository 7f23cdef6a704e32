import { escapeHtml } from '../../content/html/escape.ts'
import type { HttpResult } from '../exchange.ts'
import { type Look, layout } from './layout.ts'
import { reasonField } from './reason-field.ts'
import { fill } from './words/index.ts'

/** What a page says of an unsubscription: from what, and of whom. */
export interface Leaving {
  sender: string
  /** The name of the topic; undefined: from everything. */
  topic: string | undefined
  /** Where the page of choices is; undefined where there is none any more. */
  choices: string | undefined
}

/** The button posts to the page's own address, and says that it was the page: a mail program's request does not. */
export function unsubscribePage(look: Look, leaving: Leaving): HttpResult {
  const { unsubscribe: words } = look.words
  const { choices } = leaving
  const content = `${asked(words, leaving)}<form method="post" action="?by=page">${reasonField(look.words)}<button>${escapeHtml(words.button)}</button></form>`
  const other =
    choices === undefined
      ? ''
      : `<p class="after"><a href="${escapeHtml(choices)}">${escapeHtml(words.choices)}</a></p>`
  return layout(look, { title: words.title, content: content + other })
}

/** `mayReturn`: with a button that takes it back. */
export function unsubscribedPage(look: Look, leaving: Leaving, mayReturn: boolean): HttpResult {
  const { unsubscribed: words } = look.words
  const undo = `<form method="post" action="?by=page"><p class="after">${escapeHtml(words.undoText)}</p><button class="quiet" name="undo" value="1">${escapeHtml(words.undo)}</button></form>`
  return layout(look, { title: words.title, content: asked(words, leaving) + (mayReturn ? undo : '') })
}

export function returnedPage(look: Look, leaving: Leaving): HttpResult {
  const { returned: words } = look.words
  return layout(look, { title: words.title, content: asked(words, leaving) })
}

function asked({ text, topicText }: { text: string; topicText: string }, { sender, topic }: Leaving): string {
  const words = topic === undefined ? fill(text, { sender }) : fill(topicText, { sender, topic })
  return `<p>${escapeHtml(words)}</p>`
}
