import { html, type TemplateResult } from 'lit'
import type { ApiClient } from '../../client/api-client.ts'
import { loadAfterFigures } from '../load-after-figures.ts'

/**
 * The link to a table as a file. With login headers, which a link does not carry, `act` is given what saves it by
 * `fetch`.
 */
export function exportLink(
  client: ApiClient,
  url: string,
  name: string,
  label: string,
  act: (save: () => Promise<void>) => void,
): TemplateResult {
  return html`<a
    class="button compact"
    href=${url}
    download
    @click=${(event: Event) => {
      if (Object.keys(client.headers).length === 0) return
      event.preventDefault()
      act(async () => (await loadAfterFigures())?.exportCsv(client, url, name))
    }}
    >${label}</a
  >`
}
