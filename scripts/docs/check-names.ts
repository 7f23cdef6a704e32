import type { Document } from './documents.ts'

/** A plain name in code font, also of a call: `sleepLightly`, `createStore(…)`, but no `a.b`. */
const named = /(?<!`)`([A-Za-z_$][\w$]*)(?:\([^`\n]*\))?`/g
/** In camelCase or PascalCase. A word in small letters may be a value, a column or a command. */
const isOfCode = (name: string) => /^[A-Z]|[a-z\d][A-Z]/.test(name)

/** Names of code in these documents that occur in no source: what was renamed or removed. Tests may name anything. */
export function checkNames(documents: readonly Document[], sources: readonly Document[]): string[] {
  const known = new Set(
    sources.filter(({ path }) => !path.endsWith('.test.ts')).flatMap(({ text }) => text.match(/[\w$]+/g) ?? []),
  )
  return documents.flatMap(({ path, text }) => {
    const names = new Set([...text.matchAll(named)].map(([, name = '']) => name))
    return [...names]
      .filter((name) => isOfCode(name) && !known.has(name))
      .map((name) => `${path}: no source has the name ${name}`)
  })
}
