const common = ['name', 'email', 'company']

/** The merge fields on offer: those every recipient has, and those the content uses already. */
export function mergeFields(used: readonly string[]): string[] {
  return [...new Set([...common, ...used.filter((field) => /^[\w.]+$/.test(field))])]
}
