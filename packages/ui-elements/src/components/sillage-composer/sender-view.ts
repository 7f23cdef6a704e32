import { html, nothing, type TemplateResult } from 'lit'
import { type FormActions, type FormState, refusal, typed } from './form-parts.ts'

/** Who writes, and where answers go. */
export function senderView(state: FormState, { carry }: FormActions): TemplateResult {
  const { draft, own, words } = state
  const text = words.composer
  const { from, replyTo } = draft.carried.input
  const answers = [replyTo ?? []].flat().map(mailboxText).join(', ')
  return html`<datalist id="senders">${own.senders.map((sender) => html`<option value=${mailboxText(sender)}></option>`)}</datalist>
    <div class="two">
    ${mailboxField(state, 'from', text.from, text.fromHint, from === undefined ? '' : mailboxText(from), (value) =>
      carry({ from: value.trim() === '' ? undefined : value }),
    )}
    ${mailboxField(state, 'replyTo', text.replyTo, text.replyToHint, answers, (value) =>
      carry({ replyTo: value.trim() === '' ? undefined : mailboxesOf(value) }),
    )}
  </div>`
}

function mailboxField(
  { problems }: FormState,
  name: 'from' | 'replyTo',
  label: string,
  hint: string,
  value: string,
  change: (value: string) => void,
): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      autocomplete="off"
      list="senders"
      maxlength="500"
      dir="auto"
      placeholder=${hint}
      aria-invalid=${problems[name] !== undefined}
      aria-describedby="${name}-error"
      .value=${value}
      @change=${typed(change)}
    />
    ${problems[name] === undefined ? nothing : refusal(name, problems)}
  </div>`
}

function mailboxText(mailbox: string | { email: string; name?: string | undefined }): string {
  if (typeof mailbox === 'string') return mailbox
  const { name, email } = mailbox
  if (name === undefined) return email
  // Signs that mean something beside an address (RFC 5322) are words in quotes.
  return /[()<>[\]:;@\\,"]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" <${email}>` : `${name} <${email}>`
}

/** Several addresses with commas between them; a comma in a quoted name separates none. */
function mailboxesOf(text: string): string[] {
  return text
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
