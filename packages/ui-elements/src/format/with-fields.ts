/** A merge field in a line; the lengths keep the search linear. */
const fieldTag = /\{\{\{?\s{0,3}([\w.]{1,200})[^{}]{0,200}\}\}\}?/g

interface NamingWords {
  fieldNames: Readonly<Record<string, string>>
}

/** A line in which merge fields stand as `shown` says. */
export function withFields(line: string, shown: (field: string, tag: string) => string): string {
  return line.replaceAll(fieldTag, (tag, field: string) => shown(field, tag))
}

/** A merge field as a person calls it; one of the host's own as it is called there. */
export function fieldName(field: string, words: NamingWords): string {
  const name: unknown = words.fieldNames[field]
  // A field may be called as a part that every object has.
  return typeof name === 'string' ? name : field
}

/** A line as somebody reads it who writes no templates: with the names of its merge fields in place of their tags. */
export function withNames(line: string, words: NamingWords): string {
  return withFields(line, (field) => `[${fieldName(field, words)}]`)
}
