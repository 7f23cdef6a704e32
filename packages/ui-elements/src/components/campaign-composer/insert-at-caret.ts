/** Puts text where the caret is, in place of what is selected, and leaves the caret behind it. */
export function insertAtCaret(target: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const { selectionStart, selectionEnd, value } = target
  target.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end')
  target.focus()
}
