/** Whether a press was for a row itself: not for something in it, and not the end of selecting its text. */
export function isRowPress(event: Event): boolean {
  const own = event
    .composedPath()
    .some((target) => target instanceof Element && target.matches('button, a, input, sillage-menu'))
  return !own && getSelection()?.isCollapsed !== false
}
