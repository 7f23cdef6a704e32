import { html, type TemplateResult } from 'lit'
import type { mappingEn } from '../../locales/mapping-en.ts'

/** A column of a file or a list: its heading, what its first row has, and what it becomes. */
export interface MappedColumn {
  heading: string
  example: string
  field: string
}

/** Which column is what, to be corrected; `offered` are values and labels for a column of this heading. */
export function mappingView(
  columns: readonly MappedColumn[],
  text: typeof mappingEn,
  offered: (heading: string) => readonly (readonly [value: string, label: string])[],
  map: (at: number, field: string) => void,
): TemplateResult {
  return html`<h3>${text.columns}</h3>
    <table class="mapping">
      <thead>
        <tr><th scope="col">${text.heading}</th><th scope="col">${text.example}</th><th scope="col">${text.meaning}</th></tr>
      </thead>
      <tbody>
        ${columns.map(
          ({ heading, example, field }, at) => html`<tr>
            <th scope="row">${heading}</th>
            <td class="muted" dir="auto">${example}</td>
            <td>
              <select aria-label=${`${text.meaning}: ${heading}`} @change=${(event: Event) => map(at, (event.target as HTMLSelectElement).value)}>
                ${offered(heading).map(([value, label]) => html`<option value=${value} .selected=${value === field}>${label}</option>`)}
              </select>
            </td>
          </tr>`,
        )}
      </tbody>
    </table>`
}
