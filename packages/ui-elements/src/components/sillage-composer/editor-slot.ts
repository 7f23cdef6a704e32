import type { EmailDocument } from '@sillage/core/browser'
import type { Draft } from './draft.ts'
import { insertAtCaret } from './insert-at-caret.ts'
import { saysSomething } from './says-something.ts'

/**
 * What an editor must have: a `value`, and `input` or `change` events when the person writes. One that has `html` too,
 * as `<sillage-editor>`, has a document as its value.
 */
export interface EditorElement extends HTMLElement {
  value: unknown
  readonly html?: string
  /** Puts text where the caret is; without it, text goes to the end. */
  insertText?(text: string): void
}

/** What the author's own message consists of. */
type Message = Pick<Draft, 'html' | 'text' | 'made'>

/** Keeps the editor in a slot and the draft the same. */
export function createEditorSlot(slot: () => HTMLSlotElement | null) {
  /** What each editor of documents was last given: the HTML it makes of that may be another. */
  const given = new WeakMap<EditorElement, unknown>()
  const current = (): EditorElement | undefined => {
    const [element] = slot()?.assignedElements({ flatten: true }) ?? []
    return element !== undefined && 'value' in element ? (element as EditorElement) : undefined
  }
  return {
    /** The editor; undefined while the composer's own field is used. */
    get element(): EditorElement | undefined {
      return current()
    },
    /** Shows the message in the editor, unless it is there already. */
    show({ html, text, made }: Message): void {
      const editor = current()
      if (editor === undefined) return
      const value = typeof editor.html !== 'string' || made?.html !== html || made.text !== text ? html : made.document
      if (typeof editor.html === 'string' ? given.get(editor) === value : editor.value === value) return
      given.set(editor, value)
      editor.value = value
    },
    /** Inserts text in the editor. */
    insert(text: string, changed: (part: Partial<Message>) => void): void {
      const editor = current()
      if (editor === undefined) return
      const field: HTMLElement = editor
      if (field instanceof HTMLTextAreaElement) insertAtCaret(field, text)
      else if (typeof editor.insertText === 'function') editor.insertText(text)
      else editor.value = `${editor.value}${text}`
      editor.focus()
      // One of documents says by an event what became of it.
      if (typeof editor.html !== 'string') changed({ html: String(editor.value) })
    },
    /** Reads the message in the editor; events of the composer's own field are ignored. */
    read(event: Event, changed: (part: Partial<Message>) => void): void {
      const editor = current()
      if (editor === undefined || event.target !== editor) return
      const { html, value } = editor
      const part = typeof html === 'string' ? messageOf(value as EmailDocument, html) : { html: String(value) }
      // What it holds already is not given back to it: a heading that is still empty would be lost.
      given.set(editor, part.made?.document ?? part.html)
      changed(part)
    },
  }
}

/** A document as the author's own message; an empty one is none. */
function messageOf(document: EmailDocument, html: string): Partial<Message> & Pick<Message, 'html'> {
  if (!saysSomething(document)) return { html: '', text: '', made: undefined }
  return { html, text: '', made: { document, html, text: '', isNew: true } }
}
