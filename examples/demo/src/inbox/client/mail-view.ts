import { html, nothing } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { Language } from '../../page/language.ts'
import { type Words, words } from '../../page/words.ts'
import type { ReadMail } from '../read-mail.ts'
import type { InboxActions, InboxState, MailView } from './inbox-state.ts'

const VIEWS: readonly { view: MailView; label: (text: Words) => string }[] = [
  { view: 'html', label: (text) => text.htmlView },
  { view: 'text', label: (text) => text.textView },
  { view: 'source', label: (text) => text.sourceView },
  { view: 'headers', label: (text) => text.headersView },
]

/** The open mail, in one of its four views. */
export function mailView(lang: Language, state: InboxState, actions: InboxActions) {
  const text = words[lang]
  const { mail, openId } = state
  if (openId === undefined) return html`<div class="empty">${text.chooseMail}</div>`
  const back = html`<button class="back" @click=${() => actions.open(undefined)}>‹ ${text.back}</button>`
  if (mail === undefined) return html`<div class="mail-top">${back}</div>`
  if (mail === null) return html`<div class="empty">${back}<br />${text.mailGone}</div>`
  return html`<div class="mail-top">
      ${back}
      <h2>${mail.subject}</h2>
      <dl>
        <dt>${text.from}</dt>
        <dd>${mail.from}</dd>
        <dt>${text.to}</dt>
        <dd>${mail.to}</dd>
        ${attachments(text, mail)}
      </dl>
      <div class="views" role="group" aria-label=${text.views}>
        ${VIEWS.map(
          ({ view, label }) =>
            html`<button aria-pressed=${String(view === state.view)} @click=${() => actions.show(view)}>
              ${label(text)}
            </button>`,
        )}
      </div>
    </div>
    <div class="mail-body">${body(text, state, mail, openId)}</div>
    ${state.view === 'html' && mail.html !== null ? html`<div class="hint">${text.openCounts}</div>` : nothing}`
}

function attachments(text: Words, { attachments }: ReadMail) {
  if (attachments.length === 0) return nothing
  return html`<dt>${text.attachments}</dt>
    <dd>${attachments.map(({ filename }) => filename).join(', ')}</dd>`
}

function body(text: Words, state: InboxState, mail: ReadMail, id: number) {
  switch (state.view) {
    case 'html':
      if (mail.html === null) return html`<p class="hint">${text.noHtml}</p>`
      // A new frame for each mail: changing the address of one would write the mail into the browser's history.
      return keyed(
        id,
        html`<iframe
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
          title=${mail.subject}
          src="/inbox/${id}/html"
        ></iframe>`,
      )
    case 'text':
      return mail.text === null ? html`<p class="hint">${text.noText}</p>` : html`<pre>${mail.text}</pre>`
    case 'source':
      return html`<pre>${state.source ?? ''}</pre>`
    case 'headers':
      return html`<table>
        ${mail.headers.map(({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}
      </table>`
  }
}
