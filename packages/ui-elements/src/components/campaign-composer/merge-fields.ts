const common = ['name', 'email', 'company']
/** A directory may know a hundred things of everybody; so many are on offer. */
const MOST = 12

/** The merge fields on offer: those every recipient has, those of the contacts seen, and those the content uses and somebody has. */
export function mergeFields(known: readonly string[], used: readonly string[], unknown: readonly string[]): string[] {
  const fields = [...common, ...known, ...used.filter((field) => !unknown.includes(field))]
  return [...new Set(fields.filter((field) => /^[\w.]+$/.test(field)))].slice(0, MOST)
}
