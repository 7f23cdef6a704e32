import type { AssetStore } from '../port/asset-store.ts'
import { picturesIn } from '../rules/pictures-in.ts'
import type { MemoryState } from './state.ts'

export function memoryAssets({ assets }: MemoryState): AssetStore {
  return {
    async add({ hash, type, bytes, at }) {
      const known = assets.get(hash)
      if (known !== undefined) known.addedAt = Math.max(known.addedAt, at)
      else assets.set(hash, { type, bytes: Buffer.from(bytes), addedAt: at, isNamed: false })
    },
    async get(hash) {
      const found = assets.get(hash)
      return found === undefined ? undefined : { type: found.type, bytes: Buffer.from(found.bytes) }
    },
    async dropUnnamed(before, limit) {
      const old = [...assets].filter(([, { addedAt, isNamed }]) => addedAt < before && !isNamed)
      for (const [hash] of old.slice(0, limit)) assets.delete(hash)
      return old.length > limit
    },
  }
}

/** Notes the pictures that stand in what is stored. */
export function namePictures({ assets }: MemoryState, ...texts: Parameters<typeof picturesIn>): void {
  for (const hash of picturesIn(...texts)) {
    const picture = assets.get(hash)
    if (picture !== undefined) picture.isNamed = true
  }
}
