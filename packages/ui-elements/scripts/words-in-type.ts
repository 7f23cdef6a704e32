/** The words that a type as `'light' | 'dark' | undefined` allows; none where anything else is allowed too. */
export function wordsInType(type: string): string[] {
  const parts = type.split('|').map((part) => part.trim())
  const words = parts.filter((part) => part !== 'undefined').map((part) => /^'([\w-]+)'$/.exec(part)?.[1])
  return words.includes(undefined) ? [] : words.flatMap((word) => word ?? [])
}
