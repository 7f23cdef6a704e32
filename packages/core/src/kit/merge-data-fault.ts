const MAX_BYTES = 64 * 1024
const MAX_LEVELS = 32

/**
 * Why merge data is more than one person may have, as text that follows its name; undefined when it is not. Its JSON is
 * at most 64 KB of UTF-8, nested at most 32 levels. Data of any size costs what the largest that is allowed costs: the
 * walk stops at the limit.
 */
export function mergeDataFault(data: unknown): string | undefined {
  try {
    // Every character of the JSON is a byte or more, so data that passes the walk is cheap to serialise.
    if (leastBytes(data, MAX_LEVELS, MAX_BYTES) <= MAX_BYTES && bytesOf(data) <= MAX_BYTES) return undefined
    return `expected at most ${MAX_BYTES / 1024} KB of JSON; leave out what the mail does not show`
  } catch (error) {
    if (error === tooDeep) return `expected at most ${MAX_LEVELS} levels of nesting; flatten it`
    return 'expected JSON'
  }
}

const tooDeep = new Error('nested too deep')

const utf8 = new TextEncoder()

const bytesOf = (data: unknown): number => utf8.encode(JSON.stringify(data) ?? '').length

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
