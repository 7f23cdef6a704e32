/** Escapes a value for text and for quoted attributes of HTML. */
export function escapeHtml(value: string): string {
  if (!/[&<>"']/.test(value)) return value
  // Character by character, a value full of these signs would take several times as long.
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/**
 * Escapes a value for an attribute without quotes, where white space, `=`, a slash before `>` and a backtick count as
 * well.
 */
export function escapeUnquoted(value: string): string {
  return escapeHtml(value).replace(/[\s=`/]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/**
 * Escapes a value for the inside of a string of JSON that stands in a script: nothing of it ends the string or the
 * script.
 */
export function escapeJson(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
const lineBreaks = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g
const plainLine = /^[\u0020-\u007e]*$/

/**
 * One line for a header: no line break, no control character, no half of a surrogate pair, cut at `longest` characters.
 */
export function headerSafe(value: string, longest: number): string {
  if (value.length <= longest && plainLine.test(value)) return value.trim()
  const line = value.toWellFormed().replace(lineBreaks, ' ').trim()
  if (line.length <= longest) return line
  return Array.from(line.slice(0, longest * 2))
    .slice(0, longest)
    .join('')
    .trimEnd()
}
