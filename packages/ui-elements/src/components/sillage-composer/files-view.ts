import { html, nothing, type TemplateResult } from 'lit'
import { kilobytes } from '../../format/kilobytes.ts'
import { closeIcon } from '../../styles/icons.ts'
import { type FormActions, type FormState, refusal } from './form-parts.ts'

/** Files that travel in the message. */
export function filesView(
  { draft, problems, words, format }: FormState,
  { attach, carry }: FormActions,
): TemplateResult {
  const text = words.composer
  const { attachments = [] } = draft.carried.input
  const without = (at: number) => attachments.filter((_, index) => index !== at)
  return html`<div class="field" role="group" aria-labelledby="files-label">
    <span class="label" id="files-label">${text.files}</span>
    ${
      attachments.length === 0
        ? nothing
        : html`<ul class="files">
            ${attachments.map(
              (file, at) => html`<li class="row">
                <span class="grow wrap">${file.filename}</span>
                ${file.size === undefined ? nothing : html`<span class="small muted num">${kilobytes(file.size, format)}</span>`}
                <button
                  type="button"
                  class="quiet icon compact"
                  aria-label=${text.removeFile(file.filename)}
                  @click=${() => carry({ attachments: attachments.length === 1 ? undefined : without(at) })}
                >
                  ${closeIcon}
                </button>
              </li>`,
            )}
          </ul>`
    }
    <input
      type="file"
      id="attachments"
      multiple
      aria-label=${text.addFiles}
      aria-describedby="attachments-error"
      @change=${(event: Event) => {
        const field = event.target as HTMLInputElement
        attach([...(field.files ?? [])])
        // The same file may be added again after it was removed.
        field.value = ''
      }}
    />
    ${refusal('attachments', problems)}
  </div>`
}
