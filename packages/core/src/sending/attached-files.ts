import type { ContentFile } from '../content/composer.ts'
import { encodedSize, encodeFile } from '../content/mime/encode-file.ts'
import { SillageError } from '../domain/errors.ts'
import { byTurns } from '../kit/by-turns.ts'
import type { StoredAttachment } from '../store/port/attachment-store.ts'
import type { Store } from '../store/port/store.ts'
import { createCompiledCache } from './compiled-cache.ts'

/** Files of campaigns, encoded as mails have them; one for a process, so that all campaigns and messages share them. */
export interface AttachedFiles {
  /** Never changed. At once where it is kept; else it is loaded, once for all that ask. */
  encoded(file: Pick<StoredAttachment, 'attachment' | 'size'>): Buffer | Promise<Buffer>
}

/** All together, encoded. The one that was used last is kept whatever its size, so that a campaign loads it once. */
const mostBytes = 64_000_000

/** Loads nothing by itself. */
export function createAttachedFiles(attachments: Store['attachments']): AttachedFiles {
  const kept = createCompiledCache<Buffer>({ mostKept: 1_000, mostSize: mostBytes })
  const loaded = new WeakMap<Promise<Buffer>, Buffer>()

  async function load(id: number): Promise<Buffer> {
    const bytes = await attachments.bytes(id)
    if (bytes === undefined)
      throw new SillageError('compose_failed', 'A file of this campaign is not in the store any more; attach it again.')
    return byTurns(encodeFile(bytes))
  }

  return {
    encoded({ attachment: id, size }) {
      const file = kept.get(`${id}`, encodedSize(size), () => {
        const made = load(id)
        made.then(
          (encoded) => loaded.set(made, encoded),
          () => undefined,
        )
        return made
      })
      return loaded.get(file) ?? file
    },
  }
}

/** Stored files as content has them. */
export const contentFiles = (stored: readonly StoredAttachment[], files: AttachedFiles): ContentFile[] =>
  stored.map((file) => ({ ...file, encoded: () => files.encoded(file) }))
