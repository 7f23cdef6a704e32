import { filesOf, findFiles, type GivenAttachment, storeFiles } from '../campaigns/attachments.ts'
import { prepareContent } from '../campaigns/content.ts'
import { noHtml } from '../campaigns/with-styles.ts'
import { literalEngine } from '../content/template/literal-engine.ts'
import { SillageError } from '../domain/errors.ts'
import type { MessageInput } from '../domain/message.ts'
import type { Rendered } from '../domain/stream.ts'
import type { CampaignRecord } from '../store/port/records.ts'
import type { NewStreamMessage } from '../store/port/stream-records.ts'
import type { StreamContext } from './context.ts'

type Said = Pick<
  MessageInput,
  'subject' | 'preheader' | 'html' | 'inlineCss' | 'text' | 'document' | 'template' | 'from' | 'replyTo' | 'headers'
> & {
  attachments?: readonly GivenAttachment[] | undefined
}

const names = [
  'subject',
  'preheader',
  'html',
  'text',
  'document',
  'template',
  'from',
  'replyTo',
  'headers',
  'attachments',
] as const

/**
 * The content of a message that brings any part of it, the rest being its stream's; null: it is sent with its stream's
 * content. Its files are stored; it is compiled, so that everything wrong with it is said to whoever sends it. Throws
 * what a campaign's content throws, and `missing_content` where neither has any.
 */
export async function ownContent(
  context: StreamContext,
  stream: CampaignRecord,
  said: Said,
  rendered: Rendered | undefined,
): Promise<NewStreamMessage['content']> {
  if (said.inlineCss && said.html === undefined) throw noHtml()
  const hasContent = stream.html !== '' || stream.text !== null
  if (rendered === undefined && names.every((name) => said[name] === undefined)) {
    if (hasContent) return null
    throw new SillageError(
      'missing_content',
      'html: expected HTML, a text, a document or a template, in the message or in its stream, got none.',
      { field: 'html' },
    )
  }
  const replaced = rendered ?? (said.html ?? said.text ?? said.document ?? said.template) !== undefined
  const content = replaced ? replacement(said, rendered) : kept(stream)
  // A template, and what was rendered, has its own lines.
  const ofStream = rendered === undefined && said.template === undefined ? stream : undefined
  const own = {
    subject: said.subject ?? rendered?.subject ?? (ofStream?.subject || undefined),
    preheader: said.preheader ?? said.document?.preheader ?? ofStream?.preheader ?? undefined,
    ...content,
  }
  const headers = { ...stream.options.headers, ...said.headers }
  const beside = replaced ? [] : filesOf(context, stream.attachments)
  const files = await findFiles(context, said.attachments ?? [], beside)
  const literal = rendered !== undefined
  const compile = literal ? { ...context.compile, engine: literalEngine() } : context.compile
  const prepared = await prepareContent(
    { ...context, compile },
    {
      ...own,
      from: said.from ?? (stream.from || undefined),
      replyTo: said.replyTo ?? stream.replyTo,
      options: { headers, tracking: stream.options.tracking },
      files,
      owner: stream.owner,
    },
  )
  const { subject, preheader, html, text, engine } = prepared.content
  const attachments = await storeFiles(context, prepared.files)
  const { from, replyTo, compiled } = prepared
  return {
    own: { subject, preheader, html, text, attachments, from, replyTo, engine, headers, literal },
    links: compiled.links,
  }
}

const kept = ({ html, text, engine }: CampaignRecord) => ({
  html,
  text,
  isStored: true,
  kept: { document: null, engine },
})

const replacement = ({ html, inlineCss, text, document, template }: Said, rendered: Rendered | undefined) =>
  rendered === undefined
    ? { html, inlineCss, text, document, template }
    : { html: rendered.html, text: rendered.text, isStored: true }
