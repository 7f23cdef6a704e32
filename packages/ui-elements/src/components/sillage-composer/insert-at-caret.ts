/**
 * Inserts text at the caret of a field, in place of the selection, and leaves the caret behind it. Returns the whole
 * text.
 */
export function insertAtCaret(target: HTMLInputElement | HTMLTextAreaElement, text: string): string {
  const { selectionStart, selectionEnd, value } = target
  target.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end')
  target.focus()
  return target.value
}
