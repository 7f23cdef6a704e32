import { html, nothing, type TemplateResult } from 'lit'
import type { TextKind } from '../../engine/commands/text-kind.ts'
import type { Desk, Opened } from './desk.ts'
import { icons } from './icons.ts'
import { keepFocus } from './keep-focus.ts'

interface Tool {
  name: string
  label: string
  sign: TemplateResult
  /** What is written beside the sign, where there is room. */
  text?: string
  press: (event: Event) => void
  pressed?: boolean | undefined
  list?: Opened
  enabled?: boolean
  keys?: string
}

/** What there is to do: all of it in a message of blocks, and less in a place of a designer's. */
export interface Tools {
  /** Kinds of text to choose from; none: the place has no room for blocks. */
  kinds: readonly TextKind[]
  /** Blocks can be put in, moved and aligned. */
  blocks: boolean
}

/** One stop for Tab; arrows walk along it, Escape leads back to the message. */
export function toolbar(desk: Desk, { kinds, blocks }: Tools): TemplateResult {
  const { words, engine, past } = desk
  const at = engine?.standing()
  if (kinds.length === 0 && desk.stop === 'kind') desk.stop = 'bold'
  const list = (name: Opened, label: string, sign: TemplateResult, text?: string): Tool => ({
    name,
    label,
    sign,
    ...(text === undefined ? {} : { text }),
    list: name,
    press: ({ currentTarget }) => desk.openList(name, currentTarget as Element),
  })
  const first: Tool[] = [
    {
      name: 'bold',
      label: words.bold,
      sign: icons.bold,
      press: () => engine?.bold(),
      pressed: at?.strong,
      keys: 'Control+B',
    },
    {
      name: 'italic',
      label: words.italic,
      sign: icons.italic,
      press: () => engine?.italic(),
      pressed: at?.em,
      keys: 'Control+I',
    },
    {
      name: 'link',
      label: words.link,
      sign: icons.link,
      press: () => desk.openForm('link'),
      pressed: at?.link !== undefined,
      enabled: at?.canLink ?? false,
      keys: 'Control+K',
    },
    ...(blocks
      ? [
          { ...list('align', words.align, icons[at?.align ?? 'left']), enabled: at?.align !== undefined },
          list('insert', words.insert, icons.plus, words.insert),
        ]
      : []),
    { ...list('field', words.field, icons.field, words.field), enabled: blocks || engine !== undefined },
    ...(blocks ? [{ ...list('block', words.block, icons.block), enabled: at?.block !== undefined }] : []),
  ]
  const last: Tool[] = [
    {
      name: 'undo',
      label: words.undo,
      sign: icons.undo,
      press: past.undo,
      enabled: past.canUndo,
      keys: 'Control+Z',
    },
    {
      name: 'redo',
      label: words.redo,
      sign: icons.redo,
      press: past.redo,
      enabled: past.canRedo,
      keys: 'Control+Y',
    },
  ]
  return html`<div class="toolbar" role="toolbar" part="toolbar" aria-label=${words.tools} @keydown=${(event: KeyboardEvent) => walk(desk, event)}>
    ${kinds.length === 0 ? nothing : kindChoice(desk, kinds, at?.kind ?? 'paragraph')}
    ${first.map((tool) => button(desk, tool))}<span class="gap"></span>${last.map((tool) => button(desk, tool))}
  </div>`
}

function kindChoice(desk: Desk, kinds: readonly TextKind[], now: TextKind): TemplateResult {
  return html`<select
      data-stop="kind"
      tabindex=${desk.stop === 'kind' ? 0 : -1}
      aria-label=${desk.words.kind}
      @focus=${() => visit(desk, 'kind')}
      @change=${(event: Event) => desk.engine?.setTextKind((event.target as HTMLSelectElement).value as TextKind)}
    >${kinds.map((kind) => html`<option value=${kind} .selected=${kind === now}>${desk.words.kinds[kind]}</option>`)}</select>`
}

function button(
  desk: Desk,
  { name, label, sign, text, press, pressed, list, enabled = true, keys }: Tool,
): TemplateResult {
  return html`<button
    type="button"
    data-stop=${name}
    tabindex=${desk.stop === name ? 0 : -1}
    aria-label=${label}
    title=${label}
    aria-keyshortcuts=${keys ?? nothing}
    aria-pressed=${pressed ?? nothing}
    aria-haspopup=${list === undefined ? nothing : 'listbox'}
    aria-expanded=${list === undefined ? nothing : desk.opened === list}
    aria-disabled=${enabled ? nothing : 'true'}
    @mousedown=${keepFocus}
    @focus=${() => visit(desk, name)}
    @click=${(event: Event) => enabled && press(event)}
  >${sign}${text === undefined ? nothing : html`<span class="text">${text}</span>`}</button>`
}

/** Tab comes back to where one was. */
function visit(desk: Desk, name: string): void {
  if (desk.stop === name) return
  desk.stop = name
  desk.redraw()
}

function walk(desk: Desk, event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.stopPropagation()
    desk.close()
    return
  }
  const bar = event.currentTarget as Element
  const stops = [...bar.querySelectorAll<HTMLElement>('[data-stop]')]
  const at = stops.indexOf(event.target as HTMLElement)
  const targets: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: stops.length - 1,
  }
  const target = targets[event.key]
  if (target === undefined || at < 0) return
  event.preventDefault()
  stops[(target + stops.length) % stops.length]?.focus()
}
