/** A merge field in a line; the lengths keep the search linear. */
const fieldTag = /\{\{\{?\s{0,3}([\w.]{1,200})[^{}]{0,200}\}\}\}?/g

/**
 * A line as somebody reads it who writes no templates: merge fields stand there as `shown` says, by name where nothing
 * else is known.
 */
export function withFields(
  line: string,
  shown: (field: string, tag: string) => string = (field) => `[${field}]`,
): string {
  return line.replaceAll(fieldTag, (tag, field: string) => shown(field, tag))
}
