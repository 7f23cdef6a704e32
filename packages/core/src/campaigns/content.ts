import { compileCampaign } from '../content/compile-campaign.ts'
import type { CompiledCampaign, CompileOptions } from '../content/composer.ts'
import type { TrackingOptions } from '../domain/campaign.ts'
import { SillageError } from '../domain/errors.ts'
import { parseId, readId, type Scope } from '../domain/ids.ts'
import type { Warning } from '../domain/warning.ts'
import { parseMailbox } from '../recipients/address.ts'
import type { Store } from '../store/store.ts'

/** The content of an input: own, of a stored template, or of an earlier campaign. */
export interface Content {
  subject: string
  html: string
  text: string | null
  templateId: number | null
}

export interface ContentInput {
  subject?: string | undefined
  html?: string | undefined
  templateId?: string | undefined
  text?: string | null | undefined
}

/**
 * Finds the content an input names; fields given beside a template or an earlier campaign win over theirs.
 * Throws `missing_content` when there is none, `unknown_template`, or `invalid_field` for HTML and a template together.
 */
export async function resolveContent(
  store: Store,
  input: ContentInput,
  scope: Scope,
  earlierId?: string,
): Promise<Content> {
  if (input.html !== undefined && input.templateId !== undefined) {
    throw new SillageError('invalid_field', 'templateId: expected either html or templateId, got both.', {
      field: 'templateId',
    })
  }
  const base = await baseContent(store, input, scope, earlierId)
  const subject = input.subject ?? base?.subject
  const html = input.html ?? base?.html
  if (html === undefined || html.trim() === '') {
    throw new SillageError('missing_content', 'html: expected HTML or a templateId, got neither.', { field: 'html' })
  }
  if (subject === undefined)
    throw new SillageError('missing_content', 'subject: expected a subject, got none.', { field: 'subject' })
  return { subject, html, text: input.text ?? base?.text ?? null, templateId: base?.templateId ?? null }
}

async function baseContent(
  store: Store,
  input: ContentInput,
  scope: Scope,
  earlierId: string | undefined,
): Promise<Content | undefined> {
  if (input.templateId !== undefined) {
    const id = readId(input.templateId)
    const template = id === undefined ? undefined : await store.templates.get(id, scope.owner)
    if (template === undefined) {
      throw new SillageError('unknown_template', 'templateId: there is no such template; choose one of the list.', {
        field: 'templateId',
      })
    }
    return { subject: template.subject, html: template.html, text: template.text, templateId: template.id }
  }
  if (input.html !== undefined || earlierId === undefined) return undefined
  return store.campaigns.get(parseId(earlierId), scope.owner)
}

/** Content with what else is the same in every mail of it. */
export interface MailInput {
  content: Content
  from: string
  replyTo: string | null | undefined
  tracking: TrackingOptions
  headers: Record<string, string>
}

/**
 * Compiles content so that everything wrong with it, and with the addresses and headers around it, is said before anything is stored. Throws what
 * `compileCampaign` throws, `invalid_address` with the field `from` or `replyTo`.
 */
export function compileContent(
  { content, from, replyTo, tracking, headers }: MailInput,
  options: CompileOptions,
): CompiledCampaign {
  const { subject, html, text } = content
  return compileCampaign(
    {
      ...{ subject, html, text: text ?? undefined, tracking, headers },
      from: parseMailbox(from, 'from'),
      replyTo: replyTo == null ? undefined : parseMailbox(replyTo, 'replyTo'),
    },
    options,
  )
}

/** The sender of a campaign, checked; throws `missing_from` when neither the input nor the installation names one. */
export function resolveFrom(given: string | undefined, fallback: string | undefined): string {
  const from = given ?? fallback
  if (from === undefined)
    throw new SillageError(
      'missing_from',
      'from: expected a sender here or in the options of createSillage, got none.',
      { field: 'from' },
    )
  parseMailbox(from, 'from')
  return from
}

/** What is to be said of content whoever receives it. */
export function contentWarnings(compiled: CompiledCampaign, { compile }: { compile: CompileOptions }): Warning[] {
  if (compile.baseUrl?.startsWith('https:')) return [...compiled.warnings]
  const message =
    'The base URL is not https: mail programs ignore its one-click unsubscription and may not load the pixel; fine on your own machine only.'
  return [...compiled.warnings, { code: 'base_url_not_https', message }]
}
