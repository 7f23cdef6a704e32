import type { SettingsStore } from '../port/settings-store.ts'
import { changedLease } from '../rules/changed-lease.ts'
import type { MemoryState } from './state.ts'

export function memorySettings({ settings, leases }: MemoryState): SettingsStore {
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
    async lease(name, request) {
      const { lease, has } = changedLease(leases.get(name), request)
      if (lease !== undefined) leases.set(name, lease)
      return has
    },
  }
}
