import { css, html, LitElement } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { moreIcon } from '../../styles/icons.ts'
import { tokens } from '../../styles/tokens.styles.ts'

export interface MenuItem {
  label: string
  danger?: boolean
  act: () => void
}

/**
 * @summary A button with three dots and the actions behind it; part of the other elements.
 *
 * @csspart menu - The open menu.
 */
export class SillageMenu extends LitElement {
  static readonly tag = 'sillage-menu'
  static readonly dependencies = []

  static override styles = [
    tokens,
    controls,
    css`
      :host {
        display: inline-block;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 6px;
        min-inline-size: 180px;
        color: var(--_ink);
        background: var(--_raised);
        border: 1px solid var(--_line);
        border-radius: 10px;
        box-shadow: var(--_shadow);
      }
      [popover] button {
        display: flex;
        inline-size: 100%;
        justify-content: flex-start;
        border-color: transparent;
        background: transparent;
        font-weight: 480;
      }
      [popover] button:hover,
      [popover] button:focus-visible {
        background: var(--_accent-soft);
      }
      [popover] .bad {
        color: var(--_danger);
      }
    `,
  ]

  static override properties = { label: {}, items: { attribute: false }, open: { state: true } }
  /** The button's name for screen readers. */
  declare label: string
  declare items: readonly MenuItem[]
  declare private open: boolean

  constructor() {
    super()
    this.label = ''
    this.items = []
    this.open = false
  }

  get #menu(): HTMLElement | null {
    return this.renderRoot.querySelector('[popover]')
  }

  get #button(): HTMLElement | null {
    return this.renderRoot.querySelector('.trigger')
  }

  /** Puts the focus on the button. */
  override focus(options?: FocusOptions): void {
    this.#button?.focus(options)
  }

  #toggled(event: Event): void {
    this.open = (event as ToggleEvent).newState === 'open'
    if (!this.open) return
    const menu = this.#menu
    const place = this.#button?.getBoundingClientRect()
    if (menu === null || place === undefined) return
    const size = menu.getBoundingClientRect()
    const below = place.bottom + 4 + size.height <= innerHeight
    menu.style.top = `${below ? place.bottom + 4 : Math.max(4, place.top - 4 - size.height)}px`
    const start = getComputedStyle(this).direction === 'rtl' ? place.left : place.right - size.width
    menu.style.left = `${Math.min(Math.max(4, start), innerWidth - size.width - 4)}px`
    this.#buttons()[0]?.focus()
  }

  #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')]
  }

  #move(event: KeyboardEvent): void {
    const buttons = this.#buttons()
    const at = buttons.indexOf(this.shadowRoot?.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') this.#menu?.hidePopover()
    if (to === undefined) return
    event.preventDefault()
    buttons.at(to % buttons.length)?.focus()
  }

  #choose(item: MenuItem): void {
    this.#menu?.hidePopover()
    this.#button?.focus()
    item.act()
  }

  protected override render() {
    return html`<button
        type="button"
        class="quiet icon compact trigger"
        popovertarget="menu"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        aria-label=${this.label}
      >
        ${moreIcon}
      </button>
      <div id="menu" popover role="menu" part="menu" aria-label=${this.label} @toggle=${this.#toggled} @keydown=${this.#move}>
        ${this.items.map(
          (item) =>
            html`<button type="button" role="menuitem" tabindex="-1" class=${item.danger === true ? 'bad' : ''} @click=${() => this.#choose(item)}>
              ${item.label}
            </button>`,
        )}
      </div>`
  }
}
