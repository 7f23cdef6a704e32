/** A file as the content of a campaign refers to it. */
export interface StoredAttachment {
  /** The id of its bytes. */
  attachment: number
  filename: string
  contentType: string
  cid: string | null
  /** Bytes. */
  size: number
}

/**
 * The bytes of files, once for each owner and content: what they are called is the matter of whoever refers to them.
 * Content refers to them (`StoredContent.attachments`), and what content refers to is not deleted.
 */
export interface AttachmentStore {
  /**
   * Stores a file, or finds the one with equal bytes that its owner has, which is unused from `at` on again; returns
   * its id. Atomic; of several at once one stores it, and all have its id.
   */
  add(file: { owner: string | null; bytes: Uint8Array; at: number }): Promise<number>
  /** The size of a file in bytes; undefined when it is not there, or is another tenant's. */
  size(id: number, owner?: string): Promise<number | undefined>
  /** What is in it; undefined when it is not there. */
  bytes(id: number): Promise<Uint8Array | undefined>
  /**
   * Deletes up to `limit` files that were added before a time and that no content refers to, with their bytes; true
   * when there may be more. Of this and content that begins to refer to a file, one waits for the other.
   */
  dropUnused(before: number, limit: number): Promise<boolean>
}
