import type { PictureType } from '../../domain/asset.ts'

/** A picture with its bytes. */
export interface StoredPicture {
  type: PictureType
  bytes: Uint8Array
}

/**
 * Pictures that mails show from an address, by their hash, once for all owners: whoever has the address sees them.
 * Content, templates and settings name those whose hash stands in them (`picturesIn`) in the transaction in which they
 * are stored.
 */
export interface AssetStore {
  /**
   * Stores a picture under its SHA-256, 64 hex digits in small letters; where it is known, it counts as added at `at`
   * again. Atomic; of several at once one stores it.
   */
  add(picture: StoredPicture & { hash: string; at: number }): Promise<void>
  /** Undefined when it is not there. */
  get(hash: string): Promise<StoredPicture | undefined>
  /**
   * Deletes up to `limit` pictures that were added before a time and that nothing has named; true when there may be
   * more. What was named once stays. Of this and naming one, one waits for the other.
   */
  dropUnnamed(before: number, limit: number): Promise<boolean>
}
