import type { Webhook } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { WebhooksWords } from '../../locales/webhooks-en.ts'

type State = 'on' | 'retrying' | 'gone' | 'failing' | 'paused'

/** A reason that a later server has is no reason to say nothing: it is off by itself, as after failures. */
function stateOf({ enabled, disabledReason, lagging }: Webhook): State {
  if (enabled) return lagging ? 'retrying' : 'on'
  if (disabledReason === null) return 'paused'
  return disabledReason === 'gone' ? 'gone' : 'failing'
}

const looks: Record<State, string> = { on: 'ok', retrying: 'warn', gone: 'bad', failing: 'bad', paused: 'off' }

export function statePill(webhook: Webhook, { webhooks: text }: WebhooksWords): TemplateResult {
  const state = stateOf(webhook)
  return html`<span class="pill ${looks[state]}">${text[state]}</span>`
}

/** What that means, and since when; nothing of one that is on. */
export function stateNote(webhook: Webhook, { webhooks: text }: WebhooksWords, format: Format) {
  const { failingSince } = webhook
  const notes: Record<State, string | undefined> = {
    on: undefined,
    retrying: failingSince === null ? undefined : text.retryingText(format.moment(failingSince)),
    gone: text.goneText,
    failing: text.failingText,
    paused: text.pausedText,
  }
  const state = stateOf(webhook)
  const note = notes[state]
  const look = { ok: '', off: '', warn: 'warn', bad: 'bad' }[looks[state]] ?? ''
  return note === undefined ? nothing : html`<div class="note flat ${look}">${note}</div>`
}
