/**
 * Text as a cell that no spreadsheet runs as a formula (CWE-1236): what would begin one is shown as text. Also after a
 * semicolon, a tab or a line break, because a spreadsheet set to other separators begins a cell there, quotes or not.
 */
export function neutralCell(text: string): string {
  return text.replace(/^[\t\r\n]|(?<=^|[;\t\r\n][ "']*)[=+\-@＝＋－＠]/g, "'$&")
}
