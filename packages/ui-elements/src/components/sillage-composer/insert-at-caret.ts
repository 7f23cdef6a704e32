/**
 * Inserts text at the caret, in place of the selection, and leaves the caret behind it; in other editors, at the end.
 * Returns the whole text.
 */
export function insertAtCaret(target: HTMLElement & { value: string }, text: string): string {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    const { selectionStart, selectionEnd, value } = target
    target.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end')
  } else if ('insertText' in target && typeof target.insertText === 'function') {
    target.insertText(text)
  } else {
    target.value += text
  }
  target.focus()
  return target.value
}
