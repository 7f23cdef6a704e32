import { html, type TemplateResult } from 'lit'
import type { Locale } from '../../locales/en.ts'

export interface TestState {
  to: string
  busy: boolean
  /** Why it was not sent. */
  problem: string
  /** That it was sent. */
  done: string
}

export const noTest: TestState = { to: '', busy: false, problem: '', done: '' }

/** Asks where a test mail is to go. */
export function testDialog(
  test: TestState,
  words: Locale,
  set: (to: string) => void,
  send: () => void,
): TemplateResult {
  const text = words.composer
  const submit = (event: Event) => {
    event.preventDefault()
    send()
  }
  const close = (event: Event) => (event.target as HTMLElement).closest('dialog')?.close()
  return html`<dialog id="test" class="narrow" aria-labelledby="test-title">
    <form novalidate @submit=${submit}>
      <div class="test">
        <h2 id="test-title">${text.test}</h2>
        <div class="field">
          <label for="test-to">${text.testTo}</label>
          <input
            id="test-to"
            type="email"
            autocomplete="email"
            autofocus
            aria-invalid=${test.problem !== ''}
            aria-describedby="test-error"
            .value=${test.to}
            @input=${(event: InputEvent) => set((event.target as HTMLInputElement).value)}
          />
          <div class="error" id="test-error" aria-live="polite">${test.problem}</div>
          <div class="small muted" role="status">${test.done}</div>
        </div>
      </div>
      <div class="foot">
        <button type="button" @click=${close}>${words.common.close}</button>
        <button type="submit" class="primary ${test.busy ? 'busy' : ''}" ?disabled=${test.busy}>${text.testSend}</button>
      </div>
    </form>
  </dialog>`
}
