import type { SettingsStore } from '../port/settings-store.ts'
import type { MemoryState } from './state.ts'

export function memorySettings({ settings }: MemoryState): SettingsStore {
  return {
    get: async (key) => settings.get(key),
    async getOrPut(key, value) {
      const held = settings.get(key) ?? value
      settings.set(key, held)
      return held
    },
    async put(key, value) {
      settings.set(key, value)
    },
  }
}
