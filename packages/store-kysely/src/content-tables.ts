import type { Generated } from 'kysely'

/** What mails are rendered from, once for each owner; it is deleted with the last that refers to it. */
export interface ContentTable {
  id: Generated<number>
  owner: string
  /** Of all the rest: a content may be longer than an index entry. */
  digest: string
  subject: string
  preheader: string | null
  html: string
  text: string | null
  /** Its files, as the port has them. */
  attachments: Generated<string>
  /** What the editor made it from. */
  document: string | null
  /** `document`: the engine of the house; `none`: nothing in it is a template; null: the installation's engine. */
  engine: string | null
  /** What stands above the content, where it is a message's own. */
  head: string | null
}

/** A file, once for each owner and content; its bytes are rows of their own. */
export interface AttachmentTable {
  id: Generated<number>
  owner: string
  /** SHA-256. */
  hash: string
  size: number
  /** When it was given last; what nothing uses is deleted a day later. */
  created_at: number
}

/** Bytes of a file in their order. What is read of them is as the driver has it: see `bytesOf` of the dialect. */
export interface ChunkTable {
  attachment_id: number
  n: number
  bytes: unknown
}

/** A picture that mails show from an address; its bytes are a file. */
export interface AssetTable {
  /** SHA-256. */
  hash: string
  attachment_id: number
  /** Its media type. */
  type: string
  /** 1: content, a template or a setting named it, and it stays. */
  named: number
  /** When it was given last. */
  created_at: number
}

/** Which files a content refers to: they are not deleted. */
export interface ContentAttachmentTable {
  content_id: number
  attachment_id: number
}
