import type { OutageStore } from '../port/outage-store.ts'
import { copy, type MemoryState } from './state.ts'

export function memoryOutages({ outages }: MemoryState): OutageStore {
  const keyOf = ({ transport, sender }: { transport: string; sender: string }) => JSON.stringify([transport, sender])
  return {
    async put(outage) {
      outages.set(keyOf(outage), copy(outage))
    },
    async end(outage) {
      outages.delete(keyOf(outage))
    },
    list: async (after) =>
      copy([...outages.values()].filter(({ nextTryAt }) => nextTryAt >= after).sort((a, b) => a.since - b.since)),
    async prune(before) {
      const old = [...outages].filter(([, { nextTryAt }]) => nextTryAt < before)
      for (const [key] of old) outages.delete(key)
      return old.length
    },
  }
}
