/**
 * Inserts text at the caret of a field, in place of the selection, and leaves the caret behind it, as if it were typed.
 */
export function insertAtCaret(target: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, value } = target
  target.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end')
  target.focus()
  target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
}
