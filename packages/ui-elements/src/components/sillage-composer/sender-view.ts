import { html, nothing, type TemplateResult } from 'lit'
import { type FormActions, type FormState, refusal, typed } from './form-parts.ts'

/** Who writes, and where answers go. */
export function senderView(state: FormState, { carry }: FormActions): TemplateResult {
  const { draft, words } = state
  const text = words.composer
  const { from, replyTo } = draft.carried.input
  const answers = [replyTo ?? []].flat().map(mailboxText).join(', ')
  return html`<div class="two">
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
  return mailbox.name === undefined ? mailbox.email : `${mailbox.name} <${mailbox.email}>`
}

/** Several addresses with commas between them; a comma in a quoted name separates none. */
function mailboxesOf(text: string): string[] {
  return text
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
