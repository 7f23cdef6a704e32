import type { CampaignStats, LinkStats } from '@sillage/core/browser'
import { ratio } from '@sillage/core/browser'
import { html, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ReadingWords } from '../../locales/reading-en.ts'

/**
 * Each link with its clicks; `show` is called for the one whose people are wanted. Addresses are text: a results page
 * is not the place to follow them.
 */
export function linksView(
  stats: CampaignStats,
  words: ReadingWords,
  format: Format,
  show: (link: LinkStats) => void,
): TemplateResult {
  const text = words.stats
  const links = [...stats.links].sort((a, b) => b.unique - a.unique || b.total - a.total)
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
              <tbody>
                ${links.map(
                  (link) => html`<tr>
                    <th scope="row">
                      <span class="url" dir="ltr">${link.url}</span>
                      <span class="share" .style=${`inline-size: ${(ratio(link.unique, most) * 100).toFixed(1)}%`}></span>
                    </th>
                    <td class="n">
                      ${
                        link.unique === 0
                          ? format.number(0)
                          : html`<button type="button" class="compact" title=${text.whoClicked} @click=${() => show(link)}>
                              ${format.number(link.unique)}
                            </button>`
                      }
                    </td>
                    <td class="n">${format.number(link.total)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`
}
