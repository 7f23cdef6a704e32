import { randomBytes } from 'node:crypto'
import { isBlank } from '../../kit/is-blank.ts'
import type { CampaignContent } from '../composer.ts'
import { isLibraryUrl, type LibraryUrlField } from '../template/library-fields.ts'
import type { TemplateEngine } from '../template/template-engine.ts'
import { type AttachedParts, attachedParts } from './attached-parts.ts'
import { isAsWritten } from './encoded-words.ts'
import { checkHeader, checkMailbox, headerLine, unfoldedLine } from './header-values.ts'
import { type MergedHeaders, mergedHeaders } from './merged-headers.ts'

/** A campaign's header: complete for a value without fields, in pieces for one with the library's URLs in it. */
export interface CampaignHeader {
  name: string
  /** Text and URL fields in turn; a value without fields is one text. */
  value: readonly (string | { field: LibraryUrlField })[]
}

/**
 * What stands around the content of every message of a campaign: mailboxes, headers, the boundary between the parts.
 */
export interface MessageFrame {
  from: { name: string; address: string }
  replyTo: readonly { name: string; address: string }[]
  /** Those without merge fields. */
  headers: readonly CampaignHeader[]
  merged: MergedHeaders
  /** The mail is one part of plain text. */
  textOnly: boolean
  /** Holds `=_`, which quoted-printable never does, so no content can contain it. */
  boundary: string
  /** Undefined without files. */
  attached: AttachedParts | undefined
}

/** A default of one of the library's own is never needed. */
const field = /\{\{\s*(\w+)\s*(?:\|[^{}]*)?\}\}/g

/**
 * Checks what is the same in every message, and reads what is not. Throws `invalid_address`, `invalid_header`, and
 * `invalid_template` with the field.
 */
export function messageFrame(content: CampaignContent, engine: TemplateEngine): MessageFrame {
  const { from, replyTo = [], headers = {}, attachments = [] } = content
  const merged = mergedHeaders(content, engine)
  const all = Object.entries(headers)
  for (const [name, value] of all) checkHeader(name, value)
  const id = randomBytes(12).toString('hex')
  const textOnly = isTextOnly(content)
  // A text shows no pictures: they are files to save.
  const files = textOnly ? attachments.map((file) => ({ ...file, cid: null })) : attachments
  return {
    from: checkMailbox(from, 'from'),
    replyTo: merged.hasReplyTo ? [] : replyTo.map((mailbox) => checkMailbox(mailbox, 'replyTo')),
    headers: all
      .filter(([name]) => !merged.names.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value: splitFields(value) })),
    merged,
    textOnly,
    boundary: `=_sillage_${id}`,
    attached: attachedParts(files, id),
  }
}

/** Without HTML a text is the whole mail. */
const isTextOnly = ({ html, text }: { html: string; text?: string | null | undefined }): boolean =>
  html === '' && !isBlank(text)

function splitFields(value: string): CampaignHeader['value'] {
  const pieces: (string | { field: LibraryUrlField })[] = []
  let at = 0
  for (const { index, 0: tag, 1: name = '' } of value.matchAll(field)) {
    if (!isLibraryUrl(name)) continue
    pieces.push(value.slice(at, index), { field: name })
    at = index + tag.length
  }
  pieces.push(value.slice(at))
  return pieces.filter((piece) => piece !== '')
}

/** The lines of the header that are the same in every message and hold no field. */
export function fixedLines({ from, replyTo, headers, merged }: MessageFrame): string {
  return [
    merged.hasFrom ? '' : headerLine('From', from),
    replyTo.length === 0 ? '' : headerLine('Reply-To', replyTo),
    ...headers.filter(isFixed).map(({ name, value }) => headerLine(name, value.join(''))),
  ].join('')
}

/** The lines of the header that hold the library's URLs, of one message. */
export function urlLines({ headers }: MessageFrame, url: (field: LibraryUrlField) => string): string {
  return headers
    .filter((header) => !isFixed(header))
    .map((header) => urlLine(header, url))
    .join('')
}

/** One of them. Words beside a URL that have to be encoded are encoded together with it. */
export function urlLine({ name, value }: CampaignHeader, url: (field: LibraryUrlField) => string): string {
  return unfoldedLine(name, value.map((piece) => (typeof piece === 'string' ? piece : url(piece.field))).join(''))
}

/** Whether such a line is the same in every message but for the URLs. */
export function isSpliced({ value }: CampaignHeader): boolean {
  return isAsWritten(value.map((piece) => (typeof piece === 'string' ? piece : 'url')).join(''))
}

export function isFixed({ value }: CampaignHeader): boolean {
  return value.every((piece) => typeof piece === 'string')
}
