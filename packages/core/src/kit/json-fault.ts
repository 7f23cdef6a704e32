/** Why a value is not JSON within bounds. */
export type JsonFault = 'large' | 'deep' | 'other'

const tooDeep = new Error('nested too deep')

const utf8 = new TextEncoder()

/**
 * Whether a value is JSON of at most so many bytes of UTF-8, nested at most so many levels; undefined when it is. A
 * value of any size costs what the largest that is allowed costs: the walk stops at the limit.
 */
export function jsonFault(value: unknown, { bytes, levels }: { bytes: number; levels: number }): JsonFault | undefined {
  try {
    // Every character of the JSON is a byte or more, so a value that passes the walk is cheap to serialise.
    return leastBytes(value, levels, bytes) <= bytes && bytesOf(value) <= bytes ? undefined : 'large'
  } catch (error) {
    return error === tooDeep ? 'deep' : 'other'
  }
}

const bytesOf = (value: unknown): number => utf8.encode(JSON.stringify(value) ?? '').length

/** What the JSON takes at least; beyond `enough` any larger number will do. Throws `tooDeep`. */
function leastBytes(value: unknown, levels: number, enough: number): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return value === undefined ? 0 : 1
  if (levels === 0) throw tooDeep
  let bytes = 2
  const add = (name: string, entry: unknown) => {
    bytes += name.length + leastBytes(entry, levels - 1, enough - bytes)
    return bytes > enough
  }
  if (Array.isArray(value)) {
    // A list without values still has its commas.
    for (const entry of value) if (add(',', entry)) break
    return bytes - 1
  }
  for (const name in value) if (Object.hasOwn(value, name) && add(name, value[name as keyof typeof value])) break
  return bytes
}
