import type { Wording } from '@sillage/core/browser'

/** What is said in a language, else in the first one there is. */
export function saidIn(wording: Wording, language: string): string {
  if (typeof wording === 'string') return wording
  return wording[language] ?? wording[language.split('-')[0] ?? ''] ?? Object.values(wording)[0] ?? ''
}
