import { jsonFault } from './json-fault.ts'

const MAX_BYTES = 64 * 1024
const MAX_LEVELS = 32

const faults = {
  large: `expected at most ${MAX_BYTES / 1024} KB of JSON; leave out what the mail does not show`,
  deep: `expected at most ${MAX_LEVELS} levels of nesting; flatten it`,
  other: 'expected JSON',
}

/**
 * Why merge data is more than one person may have, as text that follows its name; undefined when it is not. Its JSON is
 * at most 64 KB of UTF-8, nested at most 32 levels.
 */
export function mergeDataFault(data: unknown): string | undefined {
  const fault = jsonFault(data, { bytes: MAX_BYTES, levels: MAX_LEVELS })
  return fault === undefined ? undefined : faults[fault]
}
