import type { RecipientState, Topic } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'
import { topicsView } from './topics-view.ts'

export interface StateActions {
  unsubscribe(): void
  lift(): void
  download(): void
  erase(): void
}

/** Whether a person may be written to and measured, and what of it they decided. */
export function stateView(
  state: RecipientState,
  { topics, lang }: { topics: readonly Topic[]; lang: string },
  words: ContactsWords,
  format: Format,
  actions: Pick<StateActions, 'unsubscribe' | 'lift'>,
): TemplateResult {
  const text = words.contacts
  const { reasons } = words.suppressions
  const measured = (['opens', 'clicks', 'readTime'] as const).filter((what) => state.consent[what])
  const everything = state.suppressions.find(({ topic }) => topic === null)?.reasons
  // Only what a person or this application decided can be taken back here, and not what holds for a topic alone.
  const liftable = everything?.some(({ reason }) => ['unsubscribe', 'manual'].includes(reason)) === true
  const { at, source } = state.consent
  return html`<div class="part">
      <h3>${text.mail}</h3>
      ${
        state.mailable
          ? html`<p><span class="pill ok">${text.mailable}</span></p>`
          : html`<p>
              <span class="pill warn">${text.heldBack}</span>
              ${everything?.map(({ reason, at }) => html`<span class="small muted">${text.since(reasons[reason], format.dateTime(at))}</span> `)}
            </p>`
      }
      ${topicsView(state, topics, words, format, lang)}
      <div class="row">
        ${
          state.mailable
            ? html`<button type="button" class="compact" @click=${actions.unsubscribe}>${text.unsubscribe}</button>`
            : liftable
              ? html`<button type="button" class="compact" @click=${actions.lift}>${text.lift}</button>`
              : ''
        }
      </div>
      <p class="small muted">
        ${text.measured}: ${measured.length === 0 ? text.notMeasured : format.list(measured.map((what) => text.measuring[what]))}${at === null ? '' : ` (${text.decided(format.dateTime(at), source ?? words.common.none)})`}
      </p>
    </div>`
}

/** What a person may ask for. */
export function rightsView(words: ContactsWords, actions: Pick<StateActions, 'download' | 'erase'>): TemplateResult {
  const text = words.contacts
  return html`<div class="part">
    <h3>${text.rights}</h3>
    <div class="row">
      <button type="button" class="compact" @click=${actions.download}>${text.download}</button>
      <button type="button" class="quiet compact bad" @click=${actions.erase}>${text.erase}</button>
    </div>
  </div>`
}
