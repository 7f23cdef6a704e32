const LONGEST = 1_000

/**
 * The function, with its newest answers kept: for pure functions that are called with the same arguments again and
 * again, such as the rules of a User-Agent. At most `size` answers; the oldest are dropped first. Texts beyond 1,000
 * characters are not kept, so that no client can fill the memory with them.
 */
export function remember<A>(fn: (text: string) => A, size: number): (text: string) => A {
  const known = new Map<string, { answer: A }>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found.answer
    const answer = fn(text)
    if (text.length > LONGEST) return answer
    known.set(text, { answer })
    if (known.size > size) known.delete(known.keys().next().value as string)
    return answer
  }
}
