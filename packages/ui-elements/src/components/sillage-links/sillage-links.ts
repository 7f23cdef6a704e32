import type { LinkStats } from '@sillage/core/browser'
import { ratio } from '@sillage/core/browser'
import { css, html } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { figureTable } from '../../styles/figure-table.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { SillageElement } from '../sillage-element.ts'

/**
 * @summary Each link with its clicks. Part of `<campaign-stats>`. Addresses are text: results are not the place to
 * follow them.
 *
 * @event sillage-link - Whoever clicked one is asked for; `detail` is the link.
 */
export class SillageLinks extends SillageElement {
  static override readonly tag = 'sillage-links'
  static override styles = [
    tokens,
    controls,
    figureTable,
    css`
      :host {
        container-type: inline-size;
      }
      .links {
        display: grid;
        gap: 10px;
      }
      .linkbox {
        overflow: auto;
        max-block-size: 320px;
      }
      .url {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
      }
    `,
  ]
  static override properties = { links: { attribute: false } }

  declare links: readonly LinkStats[]

  constructor() {
    super()
    this.links = []
  }

  #ask(link: LinkStats): void {
    this.dispatchEvent(new CustomEvent('sillage-link', { detail: link }))
  }

  protected override render() {
    const text = this.words.stats
    const links = this.links.toSorted((a, b) => b.unique - a.unique || b.total - a.total)
    const most = links[0]?.unique ?? 0
    return html`<section class="links">
      <h3>${text.links}</h3>
      ${
        links.length === 0
          ? html`<p class="small muted">${text.noLinks}</p>`
          : html`<div class="panel linkbox" tabindex="0" role="region" aria-label=${text.links}>
              <table class="num">
                <thead>
                  <tr>
                    <th scope="col">${text.link}</th>
                    <th scope="col" class="n">${text.people}</th>
                    <th scope="col" class="n">${text.allClicks}</th>
                  </tr>
                </thead>
                <tbody>${links.map((link) => this.#row(link, most))}</tbody>
              </table>
            </div>`
      }
    </section>`
  }

  #row(link: LinkStats, most: number) {
    const { words, format } = this
    const people = format.number(link.unique)
    return html`<tr>
      <th scope="row">
        <span class="url" dir="ltr" title=${link.url}>${link.url}</span>
        <span class="share" .style=${`inline-size: ${(ratio(link.unique, most) * 100).toFixed(1)}%`}></span>
      </th>
      <td class="n">
        ${
          link.unique === 0
            ? people
            : html`<button type="button" class="compact" title=${words.stats.whoClicked} @click=${() => this.#ask(link)}>${people}</button>`
        }
      </td>
      <td class="n">${format.number(link.total)}</td>
    </tr>`
  }
}
