const address = /\b([0-9a-f]{64})\.(?:png|jpg|gif)\b/g

/** The hashes of pictures that stand in texts as the end of an address, each once and in order. */
export function picturesIn(...texts: (string | null | undefined)[]): string[] {
  const found = texts.flatMap((text) => [...(text ?? '').matchAll(address)].map(([, hash]) => hash ?? ''))
  return [...new Set(found)].sort()
}
