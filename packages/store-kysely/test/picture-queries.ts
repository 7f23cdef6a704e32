import type { Store } from '@sillage/core/store'

/** Every statement about files and pictures that nothing refers to. */
export async function pictureQueries({ assets, attachments, ownerSettings }: Store): Promise<void> {
  const bytes = Buffer.from('a picture')
  const hash = 'a'.repeat(64)
  await assets.add({ hash, bytes, type: 'image/png', at: 1 })
  await assets.get(hash)
  // Names the first.
  await ownerSettings.put({ owner: 'acme', key: 'brand', value: `${hash}.png`, updatedAt: 1 })
  await assets.add({ hash: 'b'.repeat(64), bytes, type: 'image/png', at: 1 })
  await assets.dropUnnamed(2, 1)
  const file = await attachments.add({ owner: 'acme', bytes, at: 1 })
  await attachments.size(file, 'acme')
  await attachments.dropUnused(2, 1)
}
