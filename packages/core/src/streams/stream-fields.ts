import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { filesOf, findFiles, storeFiles } from '../campaigns/attachments.ts'
import { checkHeaders } from '../campaigns/check-headers.ts'
import { type ContentInput, prepareContent } from '../campaigns/content.ts'
import { noDocument } from '../campaigns/from-document.ts'
import { campaignOptions, checkTransport } from '../campaigns/options.ts'
import { noHtml } from '../campaigns/with-styles.ts'
import { SillageError } from '../domain/errors.ts'
import type { streamInput, streamPatch } from '../domain/input/streams.ts'
import { isBlank } from '../kit/is-blank.ts'
import { withoutUndefined } from '../kit/with-defaults.ts'
import { mailboxText } from '../recipients/mailbox-text.ts'
import type { CampaignChanges } from '../store/port/campaign-store.ts'
import type { CampaignRecord, NewLink } from '../store/port/records.ts'
import type { NewStream } from '../store/port/stream-store.ts'
import type { StreamContext } from './context.ts'

type Given = Omit<z.infer<typeof streamInput>, 'ifRevision'> & Pick<ContentInput, 'isStored' | 'kept'>
type Patch = Omit<z.infer<typeof streamPatch>, 'ifRevision'>

/** The fields of a stream, checked and compiled, with the links of its content; of them only its files are stored. */
export interface StreamFields {
  fields: Omit<NewStream, 'key' | 'owner' | 'createdAt'>
  links: readonly NewLink[]
}

/**
 * What a stream of this key is to be. `before` is the one that it changes. Throws what a campaign's content throws, and
 * `invalid_field` for hours of a transactional stream: whoever asks for a new password waits for it.
 */
export async function streamFields(
  context: StreamContext,
  key: string,
  given: Given,
  before?: CampaignRecord,
): Promise<StreamFields> {
  checkHeaders(context, given.headers)
  const { transactional = false, name = key, replyTo = [], from = context.from } = given
  if (transactional && given.hours !== undefined)
    throw new SillageError('invalid_field', 'hours: expected none in a transactional stream.', { field: 'hours' })
  const tracking = transactional ? { ...untracked, ...given.tracking } : given.tracking
  const options = campaignOptions({ ...given, tracking }, context.onUnknown)
  checkTransport(options, context.transportNames)
  const files =
    given.attachments === undefined && before !== undefined
      ? filesOf(context, before.attachments)
      : await findFiles(context, given.attachments ?? [])
  const owner = before === undefined ? (context.owner ?? null) : before.owner
  const own = { name, transactional, options, warnings: [] }
  const { html, text, document, template } = given
  if (isBlank(html) && isBlank(text) && document === undefined && template === undefined) {
    if (given.inlineCss) throw noHtml()
    return {
      fields: {
        ...own,
        subject: given.subject ?? '',
        preheader: given.preheader ?? null,
        html: '',
        text: null,
        document: null,
        engine: null,
        templateId: null,
        from: from === undefined ? '' : mailboxText(from, 'from'),
        replyTo: [replyTo].flat().map((mailbox) => mailboxText(mailbox, 'replyTo')),
        attachments: await storeFiles(context, files),
      },
      links: [],
    }
  }
  const prepared = await prepareContent(context, { ...given, from, replyTo, options, files, owner })
  const { content, compiled, ...above } = prepared
  const attachments = await storeFiles(context, above.files)
  return {
    fields: { ...own, ...content, from: above.from, replyTo: above.replyTo, attachments, warnings: above.warnings },
    links: compiled.links,
  }
}

const untracked = { opens: false, clicks: false, readTime: false }

/** A stream with a change, as it would be put. */
export function changedStream(before: CampaignRecord, { template, ...patch }: Patch): Given {
  if (patch.inlineCss && patch.html == null) throw noHtml()
  if (patch.document === null) throw noDocument()
  const { name, transactional, subject, preheader, html, text, from, replyTo, options } = before
  const { notAfter: _end, delayMs: _delay, jitterMs: _jitter, ...settings } = options
  const kept = {
    ...withoutNull(settings),
    name,
    transactional,
    replyTo,
    // A document may bring its own.
    ...(patch.document?.preheader === undefined ? withoutNull({ preheader }) : {}),
    ...(subject === '' ? {} : { subject }),
    ...(from === '' ? {} : { from }),
    ...(template == null && patch.document == null ? withoutNull({ html: html === '' ? null : html, text }) : {}),
  }
  const changed = withoutNull({ ...kept, ...withoutUndefined(patch) }) as Given
  if (typeof template === 'string') return { ...changed, template }
  if (patch.document !== undefined || patch.html !== undefined || patch.text !== undefined) return changed
  return { ...changed, isStored: true, kept: { document: before.document, engine: before.engine } }
}

/** Which template a stream is made from, after a change: until its HTML or document is replaced. */
export const templateAfter = (before: CampaignRecord, { html, document, template }: Patch): number | null =>
  html === undefined && document === undefined && template === undefined ? before.templateId : null

/** True where a stream is so already. */
export function isSo(before: CampaignRecord, fields: CampaignChanges): boolean {
  const { warnings: _, ...wanted } = fields
  return Object.entries(wanted).every(([name, value]) => isDeepStrictEqual(before[name as keyof typeof wanted], value))
}

function withoutNull<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], null> } {
  const given = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(given) as { [K in keyof T]?: Exclude<T[K], null> }
}
