import type { OwnerSettingsStore } from '../port/owner-settings-store.ts'
import { namePictures } from './assets.ts'
import { copy, type MemoryState, ownedKey } from './state.ts'

export function memoryOwnerSettings(state: MemoryState): OwnerSettingsStore {
  const { ownerSettings } = state
  return {
    async of(owner) {
      const own = [...ownerSettings.values()].filter((setting) => setting.owner === owner)
      return copy(own.sort((a, b) => (a.key < b.key ? -1 : 1)))
    },
    async put(setting) {
      ownerSettings.set(ownedKey(setting.owner, setting.key), copy(setting))
      namePictures(state, setting.value)
    },
    remove: async (owner, key) => ownerSettings.delete(ownedKey(owner, key)),
  }
}
