import { memoryStoreOn } from '../../src/store/memory/memory-store.ts'
import { createMemoryState } from '../../src/store/memory/state.ts'
import { noWordIsLeft } from './no-word-left.ts'

/** Every text that can be reached, each object once. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  const parts = value instanceof Map || value instanceof Set ? [...value] : Object.entries(value).flat()
  return parts.flatMap((part) => textsIn(part, seen))
}

noWordIsLeft(async () => {
  const state = createMemoryState()
  const places = async () => ({ state: textsIn(state).join('\n') })
  return { store: memoryStoreOn(state), places, afterwards: places }
})
