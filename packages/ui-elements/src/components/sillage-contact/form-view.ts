import { html, nothing, type TemplateResult } from 'lit'
import type { ContactsWords } from '../../locales/contacts-en.ts'
import { closeIcon } from '../../styles/icons.ts'
import type { ContactForm } from './contact-form.ts'

/** The fields of a contact; `problem` is said under the address, which alone can be refused. */
export function contactFormView(
  form: ContactForm,
  problem: string,
  words: ContactsWords,
  set: (part: Partial<ContactForm>) => void,
): TemplateResult {
  const text = words.contacts
  const field = (name: 'email' | 'name' | 'company' | 'ref' | 'tags', label: string, hint?: string) =>
    html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type=${name === 'email' ? 'email' : 'text'}
        autocomplete="off"
        dir="auto"
        ?autofocus=${name === 'email'}
        aria-invalid=${name === 'email' && problem !== ''}
        aria-describedby=${name === 'email' ? 'problem' : hint === undefined ? nothing : `${name}-hint`}
        .value=${form[name]}
        @input=${(event: InputEvent) => set({ [name]: (event.target as HTMLInputElement).value })}
      />
      ${name === 'email' ? html`<div class="error" id="problem" aria-live="polite">${problem}</div>` : nothing}
      ${hint === undefined ? nothing : html`<div class="small muted" id="${name}-hint">${hint}</div>`}
    </div>`
  const change = (at: number, part: object) =>
    set({ fields: form.fields.map((one, index) => (index === at ? { ...one, ...part } : one)) })
  return html`<div class="part">
    ${field('email', text.email)}
    <div class="pair">${field('name', text.name)} ${field('company', text.company)}</div>
    <div class="pair">${field('tags', text.tags, text.tagsHint)} ${field('ref', text.ref)}</div>
    <fieldset class="field">
      <legend class="label">${text.fields}</legend>
      ${form.fields.map(
        ({ name, value }, at) =>
          html`<div class="fields">
            <input aria-label=${text.fieldName} placeholder=${text.fieldName} .value=${name} @input=${(event: InputEvent) => change(at, { name: (event.target as HTMLInputElement).value })} />
            <input aria-label=${`${text.fieldValue} ${name}`} placeholder=${text.fieldValue} dir="auto" .value=${value} @input=${(event: InputEvent) => change(at, { value: (event.target as HTMLInputElement).value })} />
            <button type="button" class="quiet icon" aria-label=${text.removeField(name)} @click=${() => set({ fields: form.fields.filter((_, index) => index !== at) })}>${closeIcon}</button>
          </div>`,
      )}
      <div>
        <button type="button" class="quiet compact" @click=${() => set({ fields: [...form.fields, { name: '', value: '' }] })}>${text.addField}</button>
      </div>
    </fieldset>
  </div>`
}
