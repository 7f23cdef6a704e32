import { type Brand, lowContrasts } from '@sillage/core/document'
import { html, nothing } from 'lit'
import type { Format } from '../../format/format.ts'
import type { SettingsWords } from '../../locales/settings-en.ts'

/** Which colours of a brand cannot be read well, by the rules of the core. */
export function contrastList(brand: Brand, words: SettingsWords, format: Format) {
  const text = words.settings.brand
  const low = lowContrasts(brand)
  if (low.length === 0) return nothing
  return html`<ul class="warnings">
    ${low.map(
      ({ scheme, colour, on, ratio }) =>
        html`<li>${text.contrast(text[scheme], text.colour[colour], text.colour[on], format.decimal(ratio, 1))}</li>`,
    )}
  </ul>`
}
