import { html, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactNames, NameKind } from './contact-names.ts'

/**
 * A field for a company or tag to filter by, with what is offered. It filters by a name that is offered, or that was
 * typed to its end: no contact has the beginning of one.
 */
export function nameField(
  kind: NameKind,
  label: string,
  { value, names, format }: { value: string; names: ContactNames; format: Format },
  { typed, choose }: { typed(text: string): void; choose(name: string): void },
): TemplateResult {
  const read = (event: Event) => (event.target as HTMLInputElement).value.trim()
  const type = (event: Event) => {
    const text = read(event)
    typed(text)
    if (text === '' || names.items.some(({ name }) => name === text)) choose(text)
  }
  return html`<input
      type="search"
      placeholder=${label}
      aria-label=${label}
      list=${`${kind}-names`}
      .value=${value}
      @input=${type}
      @change=${(event: Event) => choose(read(event))}
    /><datalist id=${`${kind}-names`}>
      ${names.items.map(({ name, contacts }) => html`<option value=${name}>${format.number(contacts)}</option>`)}
    </datalist>`
}
