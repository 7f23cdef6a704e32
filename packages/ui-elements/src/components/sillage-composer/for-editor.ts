import type { Template } from '@sillage/core/browser'
import { apiOf } from '../../client/api.ts'
import type { ApiClient } from '../../client/api-client.ts'

/**
 * Shows an editor of documents what the message will look like; without a brand it stays that of an installation
 * without one. One that changes the words of a template gets what that is today.
 */
export async function dressEditor(client: ApiClient, editor: Element, madeFrom: string): Promise<void> {
  if (editor.localName === 'sillage-editor') {
    const brand = await apiOf(client)
      .brand.get()
      .catch(() => undefined)
    if (brand !== undefined) Object.assign(editor, { brand })
  } else if (madeFrom !== '') {
    // One that is gone by now leaves the message as it is.
    const template = await apiOf(client)
      .templates.get(madeFrom)
      .catch(() => undefined)
    if (template !== undefined) Object.assign(editor, { latest: sourceOf(template) })
  }
}

/** The designer's HTML, without what is written in it. */
function sourceOf({ html, document }: Template): string {
  return document?.kind === 'regions' ? document.source : html
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
