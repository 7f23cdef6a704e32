import { html, nothing, type TemplateResult } from 'lit'
import type { Format } from '../../format/format.ts'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import { mappingView } from '../sillage-import/mapping-view.ts'
import { type ListField, listFields } from '../sillage-recipients/read-list.ts'
import type { PersonList } from '../sillage-recipients/recipient-choice.ts'

/** A paste of so many characters is kept beside the field: typing in a text of this length is slow in any browser. */
export const LONG_PASTE = 50_000

export interface ListState {
  /** What is typed. */
  typed: string
  lists: readonly PersonList[]
  reading: boolean
  over: boolean
  words: ChoosingWords
  format: Format
}

export interface ListActions {
  type(text: string): void
  paste(event: ClipboardEvent): void
  file(file: File | undefined): void
  hover(over: boolean): void
  map(list: PersonList, at: number, field: ListField): void
  remove(list: PersonList): void
}

/** Addresses that are pasted or come from a file, and what was read of them. */
export function listView(state: ListState, actions: ListActions): TemplateResult {
  const { typed, lists, reading, over, words } = state
  const text = words.chooser
  return html`<div class="field">
      <label for="pasted" class="small">${text.pasteLabel}</label>
      <div id="table" class="small muted">${text.pasteTable}</div>
      <textarea
        id="pasted"
        rows="6"
        spellcheck="false"
        autocapitalize="off"
        placeholder=${text.pasteHint}
        aria-describedby="table"
        .value=${typed}
        @paste=${actions.paste}
        @input=${(event: InputEvent) => actions.type((event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>
    <label
      class="file ${over ? 'over' : ''}"
      @dragover=${(event: DragEvent) => {
        event.preventDefault()
        actions.hover(true)
      }}
      @dragleave=${() => actions.hover(false)}
      @drop=${(event: DragEvent) => {
        event.preventDefault()
        actions.hover(false)
        actions.file(event.dataTransfer?.files[0])
      }}
    >
      <b>${text.file}</b>
      <input
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        @change=${(event: Event) => {
          const field = event.target as HTMLInputElement
          actions.file(field.files?.[0])
          // The same file may be chosen again after it was removed or changed.
          field.value = ''
        }}
      />
      <span class="small muted">${text.drop}</span>
    </label>
    <div role="status" class="small muted">${reading ? text.reading : nothing}</div>
    ${lists.map((list) => html`<div class="panel part">${readView(list, state, actions)}</div>`)}`
}

/** What was read of one list, what its columns are, and what could not be read. */
function readView(list: PersonList, { words, format }: ListState, { map, remove }: ListActions): TemplateResult {
  const text = words.chooser
  const name = list.name || words.recipients.typed
  const { people, duplicates, invalid, invalidLines, cutLines, columns } = list
  const first = columns === undefined ? people[0] : undefined
  const none = words.common.none
  const offered = (heading: string) =>
    [
      ...listFields.map((field) => [field, words.mapping.column[field]] as const),
      ...(heading === '' ? [] : [['data', words.mapping.field(heading)] as const]),
      ['none', words.mapping.leftOut] as const,
    ] as const
  return html`<div class="row">
      <h3 class="grow wrap">${name}</h3>
      <button type="button" class="quiet compact" aria-label=${text.remove(name)} @click=${() => remove(list)}>${text.removeIt}</button>
    </div>
    <div class="small muted" role="status">
      ${text.valid(format.number(people.length), people.length)}${duplicates > 0 ? ` · ${text.duplicates(format.number(duplicates), duplicates)}` : nothing}
      ${
        first === undefined || (first.name ?? first.company) === undefined
          ? nothing
          : html`<div class="wrap">${text.first(first.email, first.name ?? none, first.company ?? none)}</div>`
      }
      ${cutLines.length > 0 ? html`<div class="warn">${text.cut(lineList(cutLines, cutLines.length, format))}</div>` : nothing}
      ${invalid > 0 ? html`<div class="error">${words.recipients.invalid(format.number(invalid), lineList(invalidLines, invalid, format))}</div>` : nothing}
    </div>
    ${
      columns === undefined
        ? nothing
        : html`${mappingView(columns, words.mapping, offered, (at, field) => map(list, at, field as ListField))}
            ${columns.some(({ field }) => field === 'email') ? nothing : html`<div class="error">${text.needEmail}</div>`}`
    }`
}

/** The first lines by number, of so many. */
function lineList(lines: readonly number[], count: number, format: Format): string {
  return `${format.list(lines.slice(0, 5).map(String))}${count > 5 ? '…' : ''}`
}
