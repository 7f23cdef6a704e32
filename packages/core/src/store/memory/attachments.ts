import { createHash } from 'node:crypto'
import type { AttachmentStore, StoredAttachment } from '../port/attachment-store.ts'
import { attachmentGone } from '../rules/attachment-gone.ts'
import { isVisible, type MemoryState, nextId, ownedKey } from './state.ts'

export function memoryAttachments(state: MemoryState): AttachmentStore {
  const { attachments, attachmentKeys } = state
  return {
    async add({ owner, bytes, at }) {
      const key = ownedKey(owner, createHash('sha256').update(bytes).digest('hex'))
      const known = attachments.get(attachmentKeys.get(key) ?? 0)
      if (known !== undefined) {
        known.addedAt = Math.max(known.addedAt, at)
        return known.id
      }
      const id = nextId(state, 'attachments')
      attachments.set(id, { id, owner, key, bytes: Buffer.from(bytes), addedAt: at })
      attachmentKeys.set(key, id)
      return id
    },
    async size(id, owner) {
      const file = attachments.get(id)
      return file !== undefined && isVisible(file.owner, owner) ? file.bytes.length : undefined
    },
    async bytes(id) {
      const file = attachments.get(id)
      return file === undefined ? undefined : Buffer.from(file.bytes)
    },
    async dropUnused(before, limit) {
      const used = usedIn(state)
      const unused = [...attachments.values()].filter(({ id, addedAt }) => addedAt < before && !used.has(id))
      for (const { id, key } of unused.slice(0, limit)) {
        attachments.delete(id)
        attachmentKeys.delete(key)
      }
      return unused.length > limit
    },
  }
}

/** What the contents of campaigns and messages refer to, removed ones among them until they are swept. */
function usedIn({ campaigns, removed, ownContents }: MemoryState): Set<number> {
  const contents = [
    ...[...campaigns.values(), ...removed].flatMap((row) => row.contents),
    ...[...ownContents.values()].map(({ content }) => content),
  ]
  return new Set(contents.flatMap(({ attachments }) => attachments.map((file) => file.attachment)))
}

/** Throws where content would refer to a file that is gone. */
export function requireAttachments({ attachments }: MemoryState, files: readonly StoredAttachment[] = []): void {
  if (!files.every(({ attachment }) => attachments.has(attachment))) throw attachmentGone()
}
