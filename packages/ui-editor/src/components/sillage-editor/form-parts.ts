import { linkAddress } from '@sillage/core/document'
import { html, nothing, type TemplateResult } from 'lit'
import type { Desk } from './desk.ts'

/** What a form asks for. */
export interface Field {
  name: string
  label: string
  value: string
  hint?: string
  kind?: 'url' | 'numeric' | 'text'
}

export function textField({ problems }: Desk, { name, label, value, hint, kind = 'text' }: Field): TemplateResult {
  const problem = problems[name]
  return html`<label class="field-row"><span>${label}</span>
    <input
      name=${name}
      .value=${value}
      inputmode=${kind}
      autocomplete="off"
      spellcheck=${kind === 'text'}
      placeholder=${hint ?? nothing}
      aria-invalid=${problem === undefined ? nothing : 'true'}
      aria-describedby=${problem === undefined ? nothing : `wrong-${name}`}
    >${problem === undefined ? nothing : html`<span class="wrong" id="wrong-${name}">${problem}</span>`}</label>`
}

export function choice(
  name: string,
  label: string,
  value: string,
  options: Readonly<Record<string, string>>,
): TemplateResult {
  return html`<label class="field-row"><span>${label}</span>
    <select name=${name}>${Object.entries(options).map(
      ([id, text]) => html`<option value=${id} .selected=${id === value}>${text}</option>`,
    )}</select></label>`
}

/** A form in a dialog of its own, which keeps the focus until it is closed. */
export function form(
  desk: Desk,
  label: string,
  fields: unknown,
  submit: (data: FormData) => void,
  remove?: () => void,
): TemplateResult {
  const { words } = desk
  return html`<div class="pop form" role="dialog" aria-label=${label} @keydown=${(event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    desk.close()
  }}>
    <form novalidate @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      submit(new FormData(event.currentTarget as HTMLFormElement))
    }}>
      ${fields}
      <div class="actions">
        ${remove === undefined ? nothing : html`<button type="button" class="quiet" @click=${remove}>${words.remove}</button>`}
        <button type="button" class="quiet" @click=${() => desk.close()}>${words.close}</button>
        <button class="primary">${words.apply}</button>
      </div>
    </form>
  </div>`
}

/** The text of a field. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** The address that somebody means who types `example.org` or `ada@example.org`; undefined where it is none. */
export function addressOf(typed: string): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\{\{)/i.test(typed) && !/^[\w.-]+:\d/.test(typed))
    return linkAddress(typed) === undefined ? undefined : typed
  const meant = /^[^\s@/]+@[^\s@/]+\.[a-z]+$/i.test(typed) ? `mailto:${typed}` : `https://${typed}`
  const isOne = /[.\]:]|^localhost\b/.test(typed.split('/')[0] ?? '')
  return isOne && linkAddress(meant) !== undefined ? meant : undefined
}
