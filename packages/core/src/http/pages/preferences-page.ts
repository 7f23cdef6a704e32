import { escapeHtml } from '../../content/html/escape.ts'
import type { Received } from '../../recipients/choices.ts'
import type { Tracked } from '../../store/port/records.ts'
import type { HttpResult } from '../exchange.ts'
import { type Look, layout } from './layout.ts'
import { reasonField } from './reason-field.ts'
import { fill, type Words } from './words/index.ts'

const kinds = ['opens', 'clicks', 'readTime'] as const

/** A topic as the page names it. */
export interface TopicBox extends Received {
  name: string
  description: string | undefined
}

/** What the page of choices shows. */
export interface Shown {
  sender: string
  boxes: readonly TopicBox[]
  /** Whether the address gets anything at all. */
  everything: Received | undefined
  consent: Tracked
  saved: boolean
}

/** A box for each topic and each kind of measuring; the buttons post to the page's own address. */
export function preferencesPage(look: Look, { sender, boxes, everything, consent, saved }: Shown): HttpResult {
  const { preferences: words } = look.words
  const say = (text: string) => escapeHtml(fill(text, { sender }))
  const leaves = boxes.some(({ on }) => on)
  const leftAll = everything?.since !== null
  const mayReturn = leftAll && everything?.mayChange === true && boxes.every(({ topic }) => topic !== null)
  const content = [
    saved ? `<p class="saved" role="status">${say(words.saved)}</p>` : '',
    `<p>${say(words.text)}</p><form method="post">`,
    `<h2>${say(words.receive)}</h2>`,
    ...boxes.map((topic) => topicBox(look.words, sender, topic, mayReturn)),
    mayReturn ? returnButton(look.words) : '',
    leaves ? reasonField(look.words, words.reason) : '',
    `<h2>${say(words.measured)}</h2><p>${say(words.measuredText)}</p>`,
    ...kinds.map((kind) => measuredBox(kind, consent[kind], say(words[kind]))),
    `<button>${say(words.button)}</button>`,
    !leftAll && boxes.some(({ topic }) => topic !== null)
      ? `<button class="quiet" name="everything" value="1">${say(words.everything)}</button>`
      : '',
    '</form>',
    mayReturn ? '<form id="back" method="post"></form>' : '',
  ]
  return layout(look, { title: words.title, content: content.join('') })
}

/** While everything is left, single topics cannot be changed: all that was left comes back at once. */
const returnButton = ({ unsubscribed: words }: Words): string =>
  `<p>${escapeHtml(words.undoText)}</p><button form="back" class="quiet" name="undo" value="1">${escapeHtml(words.undo)}</button>`

/** What was shown comes back beside what is checked: a box that was on, and is left so, is no decision. */
const measuredBox = (name: string, checked: boolean, label: string): string =>
  `<input type="hidden" name="was" value="${name} ${checked ? 'on' : 'off'}">${box({ name, value: 'on', checked, label })}`

/** What was shown comes back beside what is checked: a topic that is added meanwhile was not left. */
function topicBox(
  { preferences: words, language }: Words,
  sender: string,
  topic: TopicBox,
  mayReturn: boolean,
): string {
  const { name, description, on, mayChange, since } = topic
  const value = escapeHtml(topic.topic ?? '')
  const note =
    mayChange || mayReturn
      ? description
      : since === null
        ? words.held
        : fill(words.left, { sender, date: day(since, language) })
  const label = escapeHtml(name) + (note === undefined ? '' : `<small>${escapeHtml(note)}</small>`)
  const shown = mayChange ? `<input type="hidden" name="shown" value="${value}">` : ''
  return shown + box({ name: 'topic', value, checked: on, label: `<span>${label}</span>`, disabled: !mayChange })
}

interface Box {
  name: string
  value: string
  checked: boolean
  /** HTML. */
  label: string
  disabled?: boolean
}

const box = ({ name, value, checked, label, disabled = false }: Box): string =>
  `<label><input type="checkbox" name="${name}" value="${value}"${checked ? ' checked' : ''}${disabled ? ' disabled' : ''}>${label}</label>`

const day = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at)
