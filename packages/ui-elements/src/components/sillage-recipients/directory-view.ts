import type { Company, Contact } from '@sillage/core/browser'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Format } from '../../format/format.ts'
import type { WritingWords } from '../../locales/writing-en.ts'
import { troubleView } from '../trouble-view.ts'
import { type ContactPages, sameFilter } from './contact-pages.ts'
import type { ContactFilter, RecipientChoice } from './recipient-choice.ts'

export interface DirectoryState {
  choice: RecipientChoice
  pages: ContactPages
  companies: readonly Company[]
  /** The ids of a search are being loaded, to be chosen one by one. */
  picking: boolean
  /** Tags of the contacts seen so far; none: no tag filter. */
  tags: readonly string[]
  words: WritingWords
  format: Format
}

export interface DirectoryActions {
  filter(part: Partial<ContactFilter>): void
  toggle(ids: readonly string[], on: boolean): void
  all(): void
  clear(): void
  more(): void
  retry(): void
}

/** Search, company filter and the people found, each to be chosen. */
export function directoryView(state: DirectoryState, actions: DirectoryActions): TemplateResult {
  const { choice, companies, tags, pages, words, format } = state
  const text = words.recipients
  return html`<div class="search">
      <input
        type="search"
        .value=${choice.q}
        placeholder=${text.search}
        aria-label=${text.search}
        @input=${(event: InputEvent) => actions.filter({ q: (event.target as HTMLInputElement).value.trim() })}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && event.preventDefault()}
      />
      <select
        aria-label=${text.company}
        @change=${(event: Event) => actions.filter({ company: (event.target as HTMLSelectElement).value })}
      >
        <option value="" .selected=${choice.company === ''}>${text.allCompanies}</option>
        ${companies.map(
          ({ company, contacts }) =>
            html`<option value=${company} .selected=${company === choice.company}>${company} (${format.number(contacts)})</option>`,
        )}
      </select>
      ${tags.length === 0 ? nothing : tagFilter(state, actions)}
    </div>
    <div class="panel">${pages.failure === undefined ? chosenBar(state, actions) : nothing}${people(state, actions)}</div>`
}

function tagFilter({ choice, tags, words }: DirectoryState, actions: DirectoryActions): TemplateResult {
  return html`<select
    aria-label=${words.recipients.tag}
    @change=${(event: Event) => actions.filter({ tag: (event.target as HTMLSelectElement).value })}
  >
    <option value="" .selected=${choice.tag === ''}>${words.recipients.allTags}</option>
    ${tags.map((tag) => html`<option value=${tag} .selected=${tag === choice.tag}>${tag}</option>`)}
  </select>`
}

/** How many; where the directory does not count, those seen so far and more. */
function numberOf(total: number | null, { pages, format }: DirectoryState): string {
  return total === null ? `${format.number(pages.contacts.length)}+` : format.number(total)
}

function chosenBar(state: DirectoryState, actions: DirectoryActions): TemplateResult {
  const { choice, pages, picking, words, format } = state
  const text = words.recipients
  const ids = choice.contactIds.length
  const page = pages.contacts.map((contact) => contact.id)
  const whole = showsAll(choice)
  return html`<div class="bar row small">
    <b class="num" role="status">
      ${
        picking
          ? words.common.loading
          : choice.all !== undefined
            ? text.matchingChosen(numberOf(choice.matching, state), filterText(choice.all))
            : ids > 0
              ? text.chosen(format.number(ids), ids)
              : text.found(numberOf(pages.total, state), pages.total ?? pages.contacts.length)
      }
    </b>
    ${choice.all !== undefined || ids > 0 ? html`<button type="button" class="quiet compact" @click=${actions.clear}>${text.clear}</button>` : nothing}
    ${
      whole || pages.contacts.length === 0
        ? nothing
        : html`<button type="button" class="quiet compact" ?disabled=${pages.loading} @click=${() => actions.toggle(page, true)}>${text.page}</button>
            <button type="button" class="quiet compact" ?disabled=${pages.loading} @click=${actions.all}>${text.matching(numberOf(pages.total, state))}</button>`
    }
  </div>`
}

/** Whether everyone of the present search is chosen. */
function showsAll(choice: RecipientChoice): boolean {
  return choice.all !== undefined && sameFilter(choice.all, choice)
}

function filterText({ q, company, tag }: ContactFilter): string {
  return [company, tag, q].filter((part) => part !== '').join(' · ')
}

function people(state: DirectoryState, actions: DirectoryActions): TemplateResult {
  const { choice, pages, words } = state
  if (pages.failure !== undefined) {
    return troubleView(words.recipients.failed, pages.failure, words, actions.retry)
  }
  if (pages.contacts.length === 0) {
    const searched = choice.q !== '' || choice.company !== '' || choice.tag !== ''
    const text = pages.loading ? words.common.loading : searched ? words.recipients.nobody : words.recipients.noContacts
    return html`<p class="blank muted">${text}</p>`
  }
  const chosen = new Set(choice.contactIds)
  const whole = showsAll(choice)
  return html`<ul class="people" aria-label=${words.recipients.directory} @keydown=${move}>
    ${repeat(
      pages.contacts,
      (contact) => contact.id,
      (contact, index) => html`<li>${person(contact, index, whole || chosen.has(contact.id), actions)}</li>`,
    )}
    ${
      pages.next === null
        ? nothing
        : html`<li class="bar row more">
            <button type="button" class="quiet compact" aria-disabled=${pages.loading} @click=${actions.more}>${words.common.more}</button>
          </li>`
    }
  </ul>`
}

/** Arrow keys move between the people, so that Tab need not pass every one of them. */
function move(event: KeyboardEvent): void {
  const list = event.currentTarget as HTMLElement
  const boxes = [...list.querySelectorAll<HTMLInputElement>('input')]
  const at = boxes.indexOf(event.target as HTMLInputElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 }[event.key]
  const box = to === undefined || at < 0 ? undefined : boxes[to]
  if (box === undefined) return
  event.preventDefault()
  for (const other of boxes) other.tabIndex = other === box ? 0 : -1
  box.focus()
}

function person(contact: Contact, index: number, chosen: boolean, actions: DirectoryActions): TemplateResult {
  return html`<label class="person">
    <input
      type="checkbox"
      tabindex=${index === 0 ? 0 : -1}
      .checked=${live(chosen)}
      @change=${(event: Event) => actions.toggle([contact.id], (event.target as HTMLInputElement).checked)}
    />
    <span class="who">
      <span class="cut" dir="auto">${contact.name ?? contact.email}</span>
      ${contact.name === null ? nothing : html`<span class="small muted cut">${contact.email}</span>`}
    </span>
    <span class="place cut" dir="auto">${contact.company}</span>
  </label>`
}
