import type { Setting } from '@sillage/core/browser'
import { type BrandInput, wholeBrand } from '@sillage/core/document'
import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { SettingsWords } from '../../locales/settings-en.ts'
import { brandMail } from '../sillage-brand/brand-mail.ts'
import { contrastList } from '../sillage-brand/contrast-list.ts'

/** What mails look like, in both themes of a reader, and what of it cannot be read well. */
export function brandView(
  { value, fixed }: Setting<BrandInput>,
  words: SettingsWords,
  format: Format,
  lang: string,
  { change, reset }: { change(): void; reset(): void },
): TemplateResult {
  const text = words.settings.brand
  const brand = wholeBrand(value ?? {})
  return html`<section class="panel" aria-label=${text.title}>
    <div class="head row">
      <div class="grow">
        <h2>${text.title}</h2>
        <p class="small muted">${value === null ? text.unset : text.text}</p>
        ${fixed ? html`<p class="small"><span class="pill off">${words.settings.fixed}</span></p>` : nothing}
      </div>
      ${
        fixed
          ? nothing
          : html`${value === null ? nothing : html`<button type="button" class="quiet" @click=${reset}>${text.reset}</button>`}
              <button type="button" aria-label=${words.settings.changeOf(text.title)} @click=${change}>${words.settings.change}</button>`
      }
    </div>
    <div class="pictures">
      ${(['light', 'dark'] as const).map(
        (scheme) =>
          html`<figure>
            <sillage-picture role="img" aria-label=${text.picture[scheme]} .mail=${brandMail(brand, scheme, words, lang)}></sillage-picture>
            <figcaption class="small muted">${text[scheme]}</figcaption>
          </figure>`,
      )}
    </div>
    ${contrastList(brand, words, format)}
  </section>`
}
