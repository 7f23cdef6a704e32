import { html, type TemplateResult } from 'lit'
import type { Desk } from './desk.ts'

/** What the inbox shows behind the subject, with its label. */
export function preheaderField(
  { words }: Pick<Desk, 'words'>,
  text: string,
  set: (text: string) => void,
): TemplateResult {
  return html`<label for="preheader">${words.preheader}</label>
    <input
      id="preheader"
      maxlength="998"
      autocomplete="off"
      placeholder=${words.preheaderHint}
      .value=${text}
      @input=${({ target }: Event) => set((target as HTMLInputElement).value)}
    >`
}
