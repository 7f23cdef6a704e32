import { type BrandColours, wholeBrand } from '@sillage/core/document'
import { css, html } from 'lit'
import { errorText } from '../../client/error-text.ts'
import { nearestLang } from '../../controllers/nearest-lang.ts'
import { type Refusal, SettingDialog } from '../setting-dialog.ts'
import { uploadPicture } from '../sillage-composer/for-editor.ts'
import { SillageConfirm } from '../sillage-confirm/sillage-confirm.ts'
import { SillagePicture } from '../sillage-picture/sillage-picture.ts'
import { type BrandForm, formOf, inputOf } from './brand-form.ts'
import { brandMail } from './brand-mail.ts'
import { contrastList } from './contrast-list.ts'

const schemes = ['light', 'dark'] as const
type Scheme = (typeof schemes)[number]

/**
 * The dialog in which the look of mails is chosen, with a mail that has it. Part of `<campaign-settings>`.
 *
 * @event sillage-changed - It was saved.
 */
export class SillageBrand extends SettingDialog<BrandForm> {
  static override readonly tag = 'sillage-brand'
  static override readonly dependencies = [SillageConfirm, SillagePicture]
  static override properties = { ...SettingDialog.properties, scheme: { state: true } }
  static override styles = [
    ...SettingDialog.styles,
    css`
      .two {
        display: grid;
        grid-template-columns: minmax(0, 1.05fr) minmax(0, 0.95fr);
      }
      .seen {
        display: grid;
        gap: 14px;
        align-content: start;
        padding: 18px;
        background: var(--_bg);
        border-inline-start: 1px solid var(--_line);
      }
      .seen > div {
        position: sticky;
        inset-block-start: 18px;
        display: grid;
        gap: 14px;
      }
      .warnings {
        padding: 0;
      }
      .colours {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(180px, 1fr));
        gap: 8px 16px;
      }
      .colours label {
        display: flex;
        align-items: center;
        gap: 10px;
        font-size: 14px;
      }
      input[type='color'] {
        flex: none;
        inline-size: 44px;
        padding: 3px;
      }
      @media (max-width: 820px) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
        .seen {
          border: 0;
          border-block-start: 1px solid var(--_line);
        }
      }
    `,
  ]

  declare private scheme: Scheme

  constructor() {
    super(formOf({}))
    this.scheme = 'light'
  }

  protected override get heading(): string {
    return this.words.settings.brand.title
  }

  protected override get wide(): boolean {
    return true
  }

  protected override missing({ logo }: BrandForm): Refusal | undefined {
    return logo.src.trim() === '' || logo.alt.trim() !== ''
      ? undefined
      : { field: 'logo.alt', text: this.words.settings.brand.needAlt }
  }

  #logo(part: Partial<BrandForm['logo']>): void {
    this.set({ logo: { ...this.form.logo, ...part } })
  }

  async #upload({ target }: Event): Promise<void> {
    const { client } = this
    const file = (target as HTMLInputElement).files?.[0]
    if (client === undefined || file === undefined) return
    try {
      const { src, width } = await uploadPicture(client, file)
      this.#logo({ src, width: String(Math.min(width, 200)) })
    } catch (error) {
      this.refusal = { field: 'logo.src', text: errorText(error, this.words) }
    }
  }

  protected override fields(form: BrandForm) {
    const { words, scheme } = this
    const text = words.settings.brand
    return html`<div class="two">
      <div>
        <div class="part">
          <div class="row">
            <h3 class="grow">${text.colours}</h3>
            <div class="tabs" role="group" aria-label=${text.schemes}>
              ${schemes.map(
                (one) =>
                  html`<button type="button" aria-pressed=${one === scheme} @click=${() => {
                    this.scheme = one
                  }}>${text[one]}</button>`,
              )}
            </div>
          </div>
          <div class="colours">
            ${(Object.keys(text.colour) as (keyof BrandColours)[]).map(
              (name) =>
                html`<label>
                  <input
                    type="color"
                    .value=${form[scheme][name]}
                    @input=${(event: InputEvent) =>
                      this.set({ [scheme]: { ...form[scheme], [name]: (event.target as HTMLInputElement).value } })}
                  />
                  ${text.colour[name]}
                </label>`,
            )}
          </div>
        </div>
        <div class="part">
          <h3>${text.logo}</h3>
          ${this.line('logo.src', text.logoSrc, form.logo.src, (src) => this.#logo({ src }), { type: 'url' })}
          <div class="field">
            <label for="file">${text.logoFile}</label>
            <input id="file" type="file" accept="image/png,image/jpeg,image/gif" @change=${this.#upload} />
          </div>
          ${this.line('logo.alt', text.logoAlt, form.logo.alt, (alt) => this.#logo({ alt }))}
          <div class="pair">
            ${this.line('logo.width', text.logoWidth, form.logo.width, (width) => this.#logo({ width }), { type: 'number' })}
            ${this.line('logo.href', text.logoHref, form.logo.href, (href) => this.#logo({ href }), { type: 'url' })}
          </div>
        </div>
        <div class="part">
          <h3>${text.fonts}</h3>
          ${this.line('font', text.font, form.font, (font) => this.set({ font }), { hint: text.fontHint, list: 'fonts' })}
          ${this.line('headingFont', text.headingFont, form.headingFont, (headingFont) => this.set({ headingFont }), { list: 'fonts' })}
          <datalist id="fonts">${usual.map((font) => html`<option value=${font}></option>`)}</datalist>
          <div class="pair">
            ${this.line('width', text.width, form.width, (width) => this.set({ width }), { type: 'number' })}
            ${this.line('radius', text.radius, form.radius, (radius) => this.set({ radius }), { type: 'number' })}
          </div>
        </div>
      </div>
      <div class="seen">${this.#seen(form)}</div>
    </div>`
  }

  #seen(form: BrandForm) {
    const { words, format, scheme } = this
    const brand = wholeBrand(inputOf(form))
    return html`<div>
      <sillage-picture role="img" aria-label=${words.settings.brand.picture[scheme]} .mail=${brandMail(brand, scheme, words, nearestLang(this))}></sillage-picture>
      <div role="status">${contrastList(brand, words, format)}</div>
    </div>`
  }
}

/** Fonts that mail programs have. */
const usual = [
  'Helvetica, Arial, sans-serif',
  "Georgia, 'Times New Roman', serif",
  'Verdana, Geneva, sans-serif',
  "'Trebuchet MS', Helvetica, sans-serif",
  "'Courier New', monospace",
]
