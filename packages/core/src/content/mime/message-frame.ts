import { randomBytes } from 'node:crypto'
import { SillageError } from '../../domain/errors.ts'
import type { CampaignContent } from '../composer.ts'
import { isLibraryUrl, type LibraryUrlField } from '../template/library-fields.ts'
import { type AttachedParts, attachedParts } from './attached-parts.ts'
import { checkHeader, checkMailbox, headerLine } from './header-values.ts'

/** A campaign's header: complete for a value without fields, in pieces for one with the library's URLs in it. */
export interface CampaignHeader {
  name: string
  /** Text and URL fields in turn; a value without fields is one text. */
  value: readonly (string | { field: LibraryUrlField })[]
}

/**
 * What stands around the content and is the same in every message of a campaign: mailboxes, headers, the boundary
 * between the parts.
 */
export interface MessageFrame {
  from: { name: string; address: string }
  replyTo: readonly { name: string; address: string }[]
  headers: readonly CampaignHeader[]
  /** Holds `=_`, which quoted-printable never does, so no content can contain it. */
  boundary: string
  /** Undefined without files. */
  attached: AttachedParts | undefined
}

const field = /\{\{\s*(\w+)\s*\}\}/g

/** Checks what is the same in every message. Throws `invalid_address` and `invalid_header`. */
export function messageFrame({ from, replyTo = [], headers = {}, attachments = [] }: CampaignContent): MessageFrame {
  const id = randomBytes(12).toString('hex')
  return {
    from: checkMailbox(from, 'from'),
    replyTo: replyTo.map((mailbox) => checkMailbox(mailbox, 'replyTo')),
    headers: Object.entries(headers).map(([name, value]) => {
      checkHeader(name, value)
      return { name, value: splitFields(name, value) }
    }),
    boundary: `=_sillage_${id}`,
    attached: attachedParts(attachments, id),
  }
}

function splitFields(header: string, value: string): CampaignHeader['value'] {
  const pieces: (string | { field: LibraryUrlField })[] = []
  let at = 0
  for (const { index, 0: tag, 1: name = '' } of value.matchAll(field)) {
    if (!isLibraryUrl(name))
      throw new SillageError(
        'invalid_header',
        `Header ${header} holds ${tag}; only unsubscribeUrl, preferencesUrl and viewUrl are filled in there`,
        { field: 'headers' },
      )
    pieces.push(value.slice(at, index), { field: name })
    at = index + tag.length
  }
  pieces.push(value.slice(at))
  return pieces.filter((piece) => piece !== '')
}

/** The lines of the header that are the same in every message and hold no field. */
export function fixedLines({ from, replyTo, headers }: MessageFrame): string {
  return [
    headerLine('From', from),
    replyTo.length === 0 ? '' : headerLine('Reply-To', replyTo),
    ...headers.filter(isFixed).map(({ name, value }) => headerLine(name, value.join(''))),
  ].join('')
}

export function isFixed({ value }: CampaignHeader): boolean {
  return value.every((piece) => typeof piece === 'string')
}
