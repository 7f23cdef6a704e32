/** Text without the slashes at its end. An expression for that takes time with the square of a row of slashes. */
export function withoutEndSlashes(text: string): string {
  let end = text.length
  while (text[end - 1] === '/') end--
  return text.slice(0, end)
}
