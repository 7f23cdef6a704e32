import { detectMimeType } from 'nodemailer/lib/mime-funcs'
import type { ContentFile } from '../content/composer.ts'
import { encodeFile } from '../content/mime/encode-file.ts'
import type { Upload, UploadInput } from '../domain/attachment.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId } from '../domain/ids.ts'
import { contentType as mediaType, uploadInput } from '../domain/input/attachments.ts'
import { parseInput } from '../domain/input/parse.ts'
import { byTurns } from '../kit/by-turns.ts'
import { contentFiles } from '../sending/attached-files.ts'
import type { StoredAttachment } from '../store/port/attachment-store.ts'
import type { CampaignContext } from './context.ts'

/** A file of an input, as its schema checked it. */
export interface GivenAttachment {
  filename: string
  contentType?: string | undefined
  cid?: string | null | undefined
  content?: string | Uint8Array | undefined
  base64?: string | undefined
  attachment?: string | undefined
}

/** A file that was found, or whose bytes are to be stored. */
export interface FoundFile extends ContentFile {
  bytes?: Uint8Array
  attachment?: number
}

/** Files that are uploaded before the mail that has them is written. */
export interface Attachments {
  /**
   * Stores a file, to be named by its id in `attachments` of a campaign, a preview or a test. Equal bytes are stored
   * once and have one id; what nothing uses for a day is deleted. Throws `attachments_too_large`.
   */
  create(input: UploadInput): Promise<Upload>
}

export function createAttachments(context: CampaignContext): Attachments {
  return {
    async create(input) {
      const { filename, content, contentType } = parseInput(uploadInput, input)
      const bytes = bytesOf(content)
      requireSmall(context, bytes.length, 'content')
      const id = await addFile(context, bytes)
      return { id: String(id), filename, contentType: contentType ?? typeOf(filename), size: bytes.length }
    },
  }
}

/**
 * The files of an input, behind those that the mail has `beside` them. Throws `invalid_field` for text that is not
 * base64, a file that is not there or is another tenant's, and a `cid` that comes twice; `attachments_too_large`.
 */
export async function findFiles(
  context: CampaignContext,
  given: readonly GivenAttachment[],
  beside: readonly FoundFile[] = [],
): Promise<FoundFile[]> {
  const cids = new Set(beside.flatMap(({ cid }) => cid ?? []))
  const files = [...beside]
  let size = beside.reduce((sum, file) => sum + file.size, 0)
  for (const [at, one] of given.entries()) {
    const field = `attachments[${at}]`
    const { filename, contentType = typeOf(filename), cid = null } = one
    if (cid !== null && cids.has(cid)) throw invalid(`${field}.cid`, `a cid of its own, got ${cid} twice`)
    if (cid !== null) cids.add(cid)
    const found = await findFile(context, one, field)
    size += found.size
    // Before the next is decoded.
    requireSmall(context, size, 'attachments')
    files.push({ ...found, filename, contentType, cid })
  }
  return files
}

type Found = Pick<FoundFile, 'bytes' | 'attachment' | 'size' | 'encoded'>

async function findFile(context: CampaignContext, given: GivenAttachment, field: string): Promise<Found> {
  const { store, owner, files } = context
  if (given.attachment === undefined) {
    const bytes = given.base64 === undefined ? bytesOf(given.content ?? '') : decoded(given.base64, `${field}.base64`)
    return { bytes, size: bytes.length, encoded: () => byTurns(encodeFile(bytes)) }
  }
  const attachment = parseId(given.attachment)
  const size = await store.attachments.size(attachment, owner)
  if (size === undefined)
    throw invalid(`${field}.attachment`, 'the id of an upload that is there, got another; upload the file again')
  return { attachment, size, encoded: () => files.encoded({ attachment, size }) }
}

/** The files a campaign has, which were checked when it was given them. */
export const filesOf = ({ files }: CampaignContext, stored: readonly StoredAttachment[]): FoundFile[] =>
  contentFiles(stored, files)

/** Stores the bytes of files that are not stored yet, and says how content refers to them. */
export async function storeFiles(context: CampaignContext, files: readonly FoundFile[]): Promise<StoredAttachment[]> {
  const stored: StoredAttachment[] = []
  for (const { filename, contentType, cid, size, bytes = new Uint8Array(), attachment } of files) {
    stored.push({ attachment: attachment ?? (await addFile(context, bytes)), filename, contentType, cid, size })
  }
  return stored
}

const addFile = ({ store, owner, clock }: CampaignContext, bytes: Uint8Array): Promise<number> =>
  store.attachments.add({ owner: owner ?? null, bytes, at: clock.now() })

function requireSmall({ maxAttachmentBytes }: CampaignContext, size: number, field: string): void {
  if (size > maxAttachmentBytes)
    throw new SillageError(
      'attachments_too_large',
      `${field}: expected at most ${maxAttachmentBytes} bytes in all files of a mail, got ${size} or more; link to large files, or raise content.maxAttachmentBytes.`,
      { field },
    )
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content

function decoded(base64: string, field: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  // Node leaves out what is not base64.
  if (bytes.toString('base64') !== base64)
    throw invalid(field, 'base64 with its padding and without line breaks, got other characters')
  return bytes
}

/** By the end of the name; a type that no file may have is none. */
function typeOf(filename: string): string {
  const type = mediaType.safeParse(detectMimeType(filename))
  return type.success ? type.data : 'application/octet-stream'
}

const invalid = (field: string, expected: string): SillageError =>
  new SillageError('invalid_field', `${field}: expected ${expected}.`, { field })
