const LONGEST = 1_000

/**
 * The function, with its newest answers kept: for pure functions that are asked the same things over and over, such as what a User-Agent says.
 * At most `size` answers; the oldest go first. Texts beyond 1,000 characters are not kept, so that nobody fills the memory with them.
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
