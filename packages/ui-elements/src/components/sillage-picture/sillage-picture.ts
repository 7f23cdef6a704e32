import { css, html, LitElement } from 'lit'
import { tokens } from '../../styles/tokens.styles.ts'
import { sealedPage } from '../sillage-preview/sealed-page.ts'

/** In pixels. */
const WIDTH = 660

/**
 * @summary A mail drawn small, as a picture. Part of other elements, which give it the HTML.
 *
 * The mail lies in an `<iframe sandbox="">`, as in a preview. It is a picture only: hidden from screen readers, and
 * nothing in it can be reached.
 */
export class SillagePicture extends LitElement {
  static readonly tag = 'sillage-picture'
  static readonly dependencies = []
  static override styles = [
    tokens,
    css`
      :host {
        display: block;
        /* It is scaled from its left end, whatever the direction of the page. */
        direction: ltr;
        aspect-ratio: 4 / 3;
        overflow: hidden;
        background: #fff;
      }
      /* As wide as mail programs show mails, and drawn smaller. */
      iframe {
        display: block;
        inline-size: ${WIDTH}px;
        block-size: 495px;
        border: 0;
        background: #fff;
        color-scheme: light;
        transform-origin: 0 0;
        transform: scale(var(--_scale, 0));
        pointer-events: none;
      }
    `,
  ]
  static override properties = { mail: { attribute: false } }

  /** The HTML of the mail; undefined: nothing yet. */
  declare mail: string | undefined

  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.style.setProperty('--_scale', String(entry.contentRect.width / WIDTH))
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#sizes.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
  }

  protected override render() {
    if (this.mail === undefined) return ''
    return html`<iframe
      sandbox=""
      referrerpolicy="no-referrer"
      loading="lazy"
      scrolling="no"
      tabindex="-1"
      aria-hidden="true"
      .srcdoc=${sealedPage(this.mail)}
    ></iframe>`
  }
}
