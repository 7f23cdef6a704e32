import type { Contact } from '@sillage/core/browser'
import { html, nothing } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ContactsWords } from '../../locales/contacts-en.ts'
import type { Column } from '../sillage-table/column.ts'

/** The columns of the directory; `open` shows one person. */
export function contactColumns(
  words: ContactsWords,
  format: Format,
  open: (contact: Contact) => void,
): readonly Column<Contact>[] {
  const text = words.contacts
  return [
    {
      label: text.contact,
      width: '34%',
      cell: (contact) => {
        const name = contact.name ?? contact.email
        return html`<button type="button" class="who" @click=${() => open(contact)}>
          <span class="cut" dir="auto">${name}</span>
          ${contact.name === null ? nothing : html`<span class="small muted cut" dir="ltr">${contact.email}</span>`}
        </button>`
      },
    },
    {
      label: text.company,
      width: '26%',
      look: 'bare',
      cell: ({ company }) => html`<span class="cut" dir="auto">${company ?? words.common.none}</span>`,
    },
    {
      label: text.tags,
      width: '24%',
      cell: ({ tags }) =>
        html`<span class="cut" dir="auto">${tags.length === 0 ? words.common.none : format.list(tags)}</span>`,
    },
    { label: text.added, width: '16%', cell: ({ createdAt }) => format.dateTime(createdAt) },
  ]
}
