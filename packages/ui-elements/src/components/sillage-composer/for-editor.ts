import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'

/**
 * Shows an editor of documents what the message will look like; without a brand it stays that of an installation
 * without one.
 */
export async function dressEditor(client: ApiClient, editor: Element): Promise<void> {
  const brand = await apiOf(client)
    .brand.get()
    .catch(() => undefined)
  if (brand !== undefined) Object.assign(editor, { brand })
}

/** Stores a picture where the installation keeps them. */
export async function uploadPicture(
  client: ApiClient,
  file: File,
): Promise<{ src: string; width: number; height: number }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { url, width, height } = await apiOf(client).assets.create({ bytes, name: file.name })
  return { src: url, width, height }
}
