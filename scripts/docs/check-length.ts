import type { Document } from './documents.ts'

/** Documents that are read whole, before anything else is. */
const longest: Readonly<Record<string, number>> = { 'ARCHITECTURE.md': 120 }

/** That a document which is read whole has become too long for it. */
export function checkLength({ path, text }: Document): string[] {
  const lines = text.trimEnd().split('\n').length
  const most = longest[path] ?? Number.POSITIVE_INFINITY
  return lines > most ? [`${path}: ${lines} lines; at most ${most}`] : []
}
