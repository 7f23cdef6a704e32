/** The message keeps its selection while something beside it is pressed. */
export function keepFocus(event: Event): void {
  event.preventDefault()
}
