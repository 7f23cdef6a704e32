import type { PreviewInput } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { TemplatesWords } from '../../locales/templates-en.ts'
import { closeIcon } from '../../styles/icons.ts'
import type { Retry } from '../sillage-composer/composer-view.ts'
import { type MessageActions, type MessageState, refusal, typed } from '../sillage-composer/form-parts.ts'
import { lineField } from '../sillage-composer/line-field.ts'
import { ownMessage } from '../sillage-composer/message-view.ts'
import { troubleView } from '../trouble-view.ts'
import { type Conflict, type ConflictActions, conflictView } from './conflict-view.ts'
import { preheaderOf, withPreheader } from './template-draft.ts'

export interface TemplateState extends MessageState {
  words: TemplatesWords
  format: Format
  /** A template that exists, rather than a new one. */
  editing: boolean
  busy: boolean
  loading: boolean
  /** Why the template is missing, and how to load it again. */
  retry: Retry | undefined
  conflict: Conflict | undefined
  /** What the preview shows. */
  input: PreviewInput | undefined
}

export interface TemplateViewActions extends MessageActions, ConflictActions {
  close(): void
  /** Escape was pressed, or the system's own back gesture used. */
  cancelled(event: Event): void
  closed(): void
  submit(event: Event): void
  offerFields(): void
}

/** The dialog in which a template is written: name, lines above the message, message and preview. */
export function templateView(state: TemplateState, actions: TemplateViewActions): TemplateResult {
  const { words, format, editing, busy, loading, retry, conflict, problems, input } = state
  const text = words.templates
  return html`<dialog part="dialog" aria-labelledby="heading" @cancel=${actions.cancelled} @close=${actions.closed}>
    <form novalidate @submit=${actions.submit} autocomplete="off">
      <div class="head">
        <h2 class="grow" id="heading">${editing ? text.titleEdit : text.titleNew}</h2>
        <button type="button" class="quiet icon" aria-label=${words.common.close} @click=${actions.close}>${closeIcon}</button>
      </div>
      <div class="scroll" tabindex="-1" aria-busy=${loading}>
        ${retry === undefined ? nothing : troubleView(text.unavailable, retry.error, words, retry.again)}
        <div class="compose" ?hidden=${retry !== undefined}>
          <div class="left">${fields(state, actions)}</div>
          <div class="right">
            <sillage-preview .input=${input} @sillage-fields=${actions.offerFields}></sillage-preview>
          </div>
        </div>
      </div>
      ${problems.form === undefined ? nothing : html`<div class="note bad flat" role="alert">${problems.form}</div>`}
      ${conflict === undefined ? nothing : conflictView(conflict, words, format, actions)}
      <div class="foot">
        <button type="submit" class="primary ${busy ? 'busy' : ''}" ?disabled=${busy || loading || conflict !== undefined}>
          ${text.save}
        </button>
      </div>
    </form>
  </dialog>`
}

function fields(state: TemplateState, actions: TemplateViewActions): TemplateResult {
  const { words, draft, problems } = state
  const text = words.templates
  return html`<div class="field">
      <label for="name">${text.name}</label>
      <input
        id="name"
        autofocus
        maxlength="200"
        dir="auto"
        aria-invalid=${problems.name !== undefined}
        aria-describedby="name-error"
        .value=${draft.name}
        @input=${typed((name) => actions.set({ name }))}
      />
      ${refusal('name', problems)}
    </div>
    ${lineField(state, actions, {
      name: 'subject',
      label: words.composer.subject,
      value: draft.subject,
      change: (subject) => actions.set({ subject }),
      hint: nothing,
    })}
    ${lineField(state, actions, {
      name: 'preheader',
      label: text.preheader,
      value: preheaderOf(draft),
      change: (preheader) => actions.set({ carried: withPreheader(draft, preheader).carried }),
      hint: html`<div class="small muted">${text.preheaderHint}</div>`,
    })}
    <div class="field" role="group" aria-labelledby="content-label">
      <span class="label" id="content-label">${text.message}</span>
      ${ownMessage(state, actions)} ${refusal('content', problems)}
    </div>`
}
