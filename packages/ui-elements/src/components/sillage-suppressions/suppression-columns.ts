import type { Suppression } from '@sillage/core/browser'
import { html } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'
import type { Column } from '../sillage-table/column.ts'

/** A row's id: an address is held back from several topics, each with its own row. */
export function suppressionColumns(
  words: ContactsWords,
  format: Format,
  lift: (one: Suppression) => void,
): readonly Column<Suppression>[] {
  const text = words.suppressions
  const sources: Record<string, string> = text.sources
  return [
    {
      label: text.address,
      width: '32%',
      cell: ({ email }) => html`<bdi class="cut">${email ?? text.hidden}</bdi>`,
    },
    {
      label: text.reason,
      width: '20%',
      look: 'corner',
      cell: ({ reasons }) =>
        reasons.map(
          ({ reason }) =>
            html`<span class="pill ${reason === 'bounce' || reason === 'complaint' ? 'bad' : 'off'}">${text.reasons[reason]}</span> `,
        ),
    },
    { label: text.topic, width: '14%', cell: ({ topic }) => html`<bdi>${topic ?? text.everything}</bdi>` },
    { label: text.since, width: '14%', cell: ({ reasons: [newest] }) => (newest ? format.dateTime(newest.at) : '') },
    {
      label: text.source,
      cell: ({ reasons: [newest] }) => {
        const source = newest?.source ?? ''
        return html`<span class="cut" dir="auto">${sources[source] ?? (source || words.common.none)}</span>`
      },
    },
    {
      label: text.lift,
      width: '12%',
      look: 'act',
      cell: (one) => html`<button type="button" class="quiet compact" @click=${() => lift(one)}>${text.lift}</button>`,
    },
  ]
}
