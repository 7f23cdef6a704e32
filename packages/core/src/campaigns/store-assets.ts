import { createHash } from 'node:crypto'
import type { Assets, PictureType } from '../domain/asset.ts'
import type { Clock } from '../domain/clock.ts'
import { createCompiledCache } from '../sending/compiled-cache.ts'
import type { AssetStore, StoredPicture } from '../store/port/asset-store.ts'

const endings: Readonly<Record<PictureType, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' }
const named = /^([0-9a-f]{64})\.(png|jpg|gif)$/
/** Pictures kept in memory, of 2 MB at most: a mail to many is loaded by many, within minutes. */
const mostKept = 32

const inStore: Assets = {
  put: () => Promise.reject(new Error('storeAssets() is an option of createSillage, which puts pictures itself')),
}

/**
 * For the option `assets` of `createSillage`: keeps pictures in the store under their hash, once for all tenants, and
 * serves them at `/track/asset/…` of every mount, for those who have no bucket. A picture that nothing has named within
 * 30 days is deleted; one that content, a template or a setting named once stays, because mails in mailboxes show it.
 */
export function storeAssets(): Assets {
  return inStore
}

/** Pictures that the store has, by the last part of their address. */
export interface StoredPictures {
  /** Undefined where there is none. */
  find(name: string): Promise<StoredPicture | undefined>
}

export interface PictureParts {
  store: AssetStore
  clock: Clock
  /** Where a tenant's URLs begin, and the path of pictures below it. */
  baseOf(owner: string | null): string
  path: string
}

/** What the option `assets` comes to. */
export function wireAssets(
  option: Assets | undefined,
  { store, clock, baseOf, path }: PictureParts,
): { assets: Assets | undefined; pictures: StoredPictures | undefined } {
  if (option !== inStore) return { assets: option, pictures: undefined }
  const kept = createCompiledCache<StoredPicture>({ mostKept, mostSize: mostKept })
  return {
    assets: {
      async put({ bytes, type, owner }) {
        const hash = createHash('sha256').update(bytes).digest('hex')
        await store.add({ hash, bytes, type, at: clock.now() })
        return { url: baseOf(owner ?? null) + path.replace(':name', `${hash}.${endings[type]}`) }
      },
    },
    pictures: {
      async find(name) {
        const [, hash, ending] = named.exec(name) ?? []
        if (hash === undefined) return undefined
        const picture = await kept.get(hash, 1, () => load(store, hash)).catch(unlessMissing)
        return picture !== undefined && endings[picture.type] === ending ? picture : undefined
      },
    },
  }
}

/** What is missing is not kept: it may be stored in a moment. */
class Missing extends Error {}

async function load(store: AssetStore, hash: string): Promise<StoredPicture> {
  const picture = await store.get(hash)
  if (picture === undefined) throw new Missing()
  return picture
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof Missing)) throw error
}
