/** How a file is called in a mail, and where it is shown. */
interface AttachmentName {
  /** 1 to 255 characters of any script, without control characters and slashes. */
  filename: string
  /**
   * `type/subtype` without parameters; neither `multipart/…` nor `message/…`.
   * @default by the end of the file's name, else application/octet-stream
   */
  contentType?: string | undefined
  /**
   * The file is a picture that the HTML shows by `cid:` and this name: 1 to 200 letters, digits and `.`, `_`, `@`, `+`,
   * `-`, once in a mail.
   */
  cid?: string | null | undefined
}

/** What is in a file: exactly one of the three. */
type AttachmentBytes =
  | { content: Uint8Array | string; base64?: undefined; attachment?: undefined; size?: undefined }
  | { base64: string; content?: undefined; attachment?: undefined; size?: undefined }
  | { attachment: string; size?: number | undefined; content?: undefined; base64?: undefined }

/**
 * A file that travels in a mail, or with a `cid` a picture that its HTML shows. `content` is its bytes, or text, which
 * is sent as UTF-8; `base64` is for JSON; `attachment` is the id of an upload (`attachments.create`) or of a file that
 * a campaign has, whose `size` may stand beside it as it was read. Paths and URLs are not read.
 */
export type Attachment = AttachmentName & AttachmentBytes

/** A file of a campaign as the API shows it, and as a change of it takes it back. `size` in bytes. */
export interface CampaignAttachment {
  /** The id of its bytes. */
  attachment: string
  filename: string
  contentType: string
  cid: string | null
  size: number
}

/** A file of a preview. `size` in bytes. */
export type PreviewAttachment = Omit<CampaignAttachment, 'attachment'>

/** What `attachments.create` takes. A `content` of text is stored as UTF-8. */
export interface UploadInput {
  /** As for `Attachment`; the upload keeps the bytes alone, so that one file may have several names. */
  filename: string
  content: Uint8Array | string
  /** @default by the end of the file's name, else application/octet-stream */
  contentType?: string | undefined
}

/** An upload: `id` is what `attachment` of an `Attachment` names. `size` in bytes. */
export interface Upload {
  id: string
  filename: string
  contentType: string
  size: number
}
