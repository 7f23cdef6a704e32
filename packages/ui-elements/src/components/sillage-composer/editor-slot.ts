/** What a host's own editor must have: a `value`, and `input` or `change` events when the person writes. */
export interface EditorElement extends HTMLElement {
  value: string
}

/** Keeps the editor in a slot and the draft the same. */
export function createEditorSlot(slot: () => HTMLSlotElement | null) {
  const current = (): EditorElement | undefined => {
    const [element] = slot()?.assignedElements({ flatten: true }) ?? []
    return element !== undefined && 'value' in element ? (element as EditorElement) : undefined
  }
  return {
    /** The host's editor; undefined while the composer's own field is used. */
    get element(): EditorElement | undefined {
      return current()
    },
    /** Shows the text in the host's editor, unless it is there already. */
    show(text: string): void {
      const editor = current()
      if (editor !== undefined && editor.value !== text) editor.value = text
    },
    /** Reads the text of the host's editor; events of the composer's own field are ignored. */
    read(event: Event, changed: (text: string) => void): void {
      const editor = current()
      if (editor !== undefined && event.target === editor) changed(editor.value)
    },
  }
}
