import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Language } from '../../page/language.ts'
import { words } from '../../page/words.ts'
import type { InboxActions, InboxState } from './inbox-state.ts'
import { mailView } from './mail-view.ts'

/** The whole inbox: head, list and the open mail. */
export function inboxView(lang: Language, state: InboxState, actions: InboxActions): TemplateResult {
  const text = words[lang]
  return html`<div class="inbox ${state.openId === undefined ? '' : 'open'}">
    <div class="inbox-head">
      <div>
        <h1>${text.inboxTitle}</h1>
        <p>${text.inboxIntro}</p>
      </div>
      <button
        class="danger"
        ?disabled=${state.total === 0 && state.q === ''}
        @click=${() => confirm(text.deleteAllQuestion) && actions.clear()}
      >
        ${text.deleteAll}
      </button>
    </div>
    <div class="panes">
      <section class="mail-list" aria-label=${text.mailList}>
        <div class="mail-search">
          <input
            type="search"
            maxlength="200"
            aria-label=${text.searchMails}
            placeholder=${text.searchMails}
            @input=${(event: InputEvent) => actions.search((event.target as HTMLInputElement).value)}
          />
          <div class="quiet" role="status">${state.unreachable ? text.unreachable : text.mails(state.total)}</div>
        </div>
        ${list(lang, state, actions)}
      </section>
      <section class="mail">${mailView(lang, state, actions)}</section>
    </div>
  </div>`
}

function list(lang: Language, state: InboxState, actions: InboxActions) {
  const text = words[lang]
  if (state.mails.length === 0) {
    if (!state.loaded) return nothing
    return html`<div class="empty">
      ${state.q === '' ? html`<b>${text.noMails}</b><br />${text.noMailsHint}` : text.nothingFound}
    </div>`
  }
  return html`<ol>
    ${repeat(
      state.mails,
      // A line stays its mail's own while others arrive above it, and so does the focus on it.
      (mail) => mail.id,
      (mail) =>
        html`<li>
          <a
            href="/inbox/${mail.id}?lang=${lang}"
            aria-current=${mail.id === state.openId ? 'true' : nothing}
            @click=${(event: MouseEvent) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return
              event.preventDefault()
              actions.open(mail.id)
            }}
          >
            <b>${nameOf(mail.to)}</b><time datetime=${mail.receivedAt}>${time(lang, mail.receivedAt)}</time>
            <span class="subject">${mail.subject}</span><span>${nameOf(mail.from)} · ${addressOf(mail.to)}</span>
          </a>
        </li>`,
    )}
    ${
      state.next === null
        ? nothing
        : html`<li class="more"><button @click=${() => actions.more()}>${text.more}</button></li>`
    }
  </ol>`
}

const nameOf = (field: string) => field.replace(/ <[^>]*>$/, '')
const addressOf = (field: string) => /<([^>]*)>$/.exec(field)?.[1] ?? field

/** Today's mails by the clock, older ones by the day. */
function time(lang: Language, iso: string): string {
  const at = new Date(iso)
  const today = at.toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(
    lang,
    today ? { timeStyle: 'medium' } : { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  ).format(at)
}
