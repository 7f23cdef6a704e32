import type { RecipientState } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'

export interface StateActions {
  unsubscribe(): void
  lift(): void
  download(): void
  erase(): void
}

/** Whether a person may be written to and measured, and their rights. */
export function stateView(
  state: RecipientState,
  words: ContactsWords,
  format: Format,
  actions: StateActions,
): TemplateResult {
  const text = words.contacts
  const { reasons } = words.suppressions
  const measured = (['opens', 'clicks', 'readTime'] as const).filter((what) => state.consent[what])
  // Only what a person or this application decided can be taken back here.
  const liftable = state.suppressions.some((one) =>
    one.reasons.some(({ reason }) => ['unsubscribe', 'manual'].includes(reason)),
  )
  return html`<div class="part">
      <h3>${text.mail}</h3>
      ${
        state.suppressions.length === 0
          ? html`<p><span class="pill ok">${text.mailable}</span></p>`
          : state.suppressions.map(
              ({ topic, reasons: causes }) => html`<p>
                <span class="pill warn">${topic === null ? text.heldBack : text.onTopic(topic)}</span>
                ${causes.map(({ reason, at }) => html`<span class="small muted">${text.since(reasons[reason], format.dateTime(at))}</span> `)}
              </p>`,
            )
      }
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
        ${text.measured}: ${measured.length === 0 ? text.notMeasured : format.list(measured.map((what) => text.measuring[what]))}
      </p>
    </div>
    <div class="part">
      <h3>${text.rights}</h3>
      <div class="row">
        <button type="button" class="compact" @click=${actions.download}>${text.download}</button>
        <button type="button" class="quiet compact bad" @click=${actions.erase}>${text.erase}</button>
      </div>
    </div>`
}
