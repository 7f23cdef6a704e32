const deepest = 64
const quote = 0x22
const backslash = 0x5c
const opening = new Set([0x5b, 0x7b])
const closing = new Set([0x5d, 0x7d])

/** JSON in UTF-8, nested at most 64 levels; undefined for anything else. */
export function readJson(body: Uint8Array): { value: unknown } | undefined {
  if (isTooDeep(body)) return undefined
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return undefined
  }
}

/** Before it is parsed: whoever walks through a value of any depth runs out of stack. */
function isTooDeep(body: Uint8Array): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    if (inText) {
      if (byte === backslash) at += 1
      else if (byte === quote) inText = false
    } else if (byte === quote) inText = true
    else if (closing.has(byte)) depth -= 1
    else if (opening.has(byte)) {
      depth += 1
      if (depth > deepest) return true
    }
  }
  return false
}
