import { html, nothing } from 'lit'
import { live } from 'lit/directives/live.js'
import type { ChoosingWords } from '../../locales/choosing-en.ts'
import type { Column } from '../sillage-table/column.ts'
import type { ShownPerson } from './shown-people.ts'

/** People to be ticked; of all their boxes, Tab reaches that of one. */
export function personColumns(
  words: ChoosingWords,
  chosen: (person: ShownPerson) => boolean,
  isCurrent: (person: ShownPerson) => boolean,
  tick: (person: ShownPerson, on: boolean) => void,
): readonly Column<ShownPerson>[] {
  const text = words.chooser
  return [
    {
      label: text.contact,
      width: '60%',
      cell(person) {
        const { name, email } = person
        return html`<label class="pick">
          <input
            type="checkbox"
            tabindex=${isCurrent(person) ? 0 : -1}
            aria-label=${text.pick(name ?? email)}
            .checked=${live(chosen(person))}
            @change=${(event: Event) => tick(person, (event.target as HTMLInputElement).checked)}
          />
          <span>
            <span class="cut" dir="auto">${name ?? email}</span>
            ${name === null ? nothing : html`<span class="small muted cut" dir="ltr">${email}</span>`}
          </span>
        </label>`
      },
    },
    {
      label: text.company,
      look: 'bare',
      cell: ({ company }) => html`<span class="cut" dir="auto">${company ?? words.common.none}</span>`,
    },
  ]
}

/** Arrow keys move between the boxes, so that Tab need not pass every one of them. */
export function moveBetween(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const box = event.composedPath()[0]
  if (step === undefined || !(box instanceof HTMLInputElement) || box.type !== 'checkbox') return
  const boxes = [...(box.closest('tbody')?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])]
  const next = boxes[boxes.indexOf(box) + step]
  if (next === undefined) return
  event.preventDefault()
  box.tabIndex = -1
  next.tabIndex = 0
  next.focus()
}
