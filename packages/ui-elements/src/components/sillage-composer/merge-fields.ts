const common = ['name', 'email', 'company']
/** A directory may have a hundred fields of each contact; so many are offered. */
const MOST = 12

/**
 * The merge fields to choose from: those every recipient has, those of the contacts seen, and those the content uses
 * and a contact has.
 */
export function mergeFields(known: readonly string[], used: readonly string[], unknown: readonly string[]): string[] {
  const fields = [...common, ...known, ...used.filter((field) => !unknown.includes(field))]
  return [...new Set(fields.filter((field) => /^[\w.]+$/.test(field)))].slice(0, MOST)
}
