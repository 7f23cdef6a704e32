import type { Facts } from '../content/checks/facts.ts'
import type { CompileOptions } from '../content/composer.ts'
import { scanHtml } from '../content/html/scan-html.ts'
import { maskTags } from '../content/pieces/parts.ts'
import { mustacheEngine } from '../content/template/mustache-engine.ts'
import type { TemplateMode } from '../content/template/template-engine.ts'
import type { TrackingUrls } from '../content/tracking-urls.ts'
import { isSillageError, type SillageError } from '../domain/errors.ts'
import { byTurns } from '../kit/by-turns.ts'
import type { MailToCheck } from './check-mail.ts'
import type { PreparedContent } from './content.ts'
import type { CampaignContext } from './context.ts'
import { standIns } from './preview.ts'

/** What a sample mail is made with; it is never sent. */
export interface CheckSample {
  /** A tenant's URLs. */
  urls(owner: string | null): TrackingUrls
  /** Resolves when tokens can be made. */
  ready: () => Promise<unknown>
}

type Prepared = Pick<PreparedContent, 'compiled' | 'files'> & {
  mail: MailToCheck
  data: Readonly<Record<string, unknown>> | undefined
}

/** Reads the source, and makes a mail of it; `error` says why there is none for this data. */
export async function factsOf(
  context: CampaignContext,
  { urls, ready }: CheckSample,
  { compiled, files, mail, data }: Prepared,
): Promise<{ facts: Facts; error?: SillageError }> {
  await ready()
  const { owns, ...own } = urls(mail.owner ?? null)
  const out = [own.unsubscribe(0), own.preferences(0)]
  const facts: Facts = {
    html: mail.html,
    scanned: await byTurns(scanHtml(maskedOf(context, mail.html))),
    files,
    subject: mail.subject,
    preheader: '',
    sentHtml: undefined,
    hasWayOut: true,
    transactional: mail.transactional,
    owns,
  }
  const { tracking } = mail.options
  const sample = data ?? standIns(compiled.fields)
  const isIn = (shown: string) => out.some((url) => shown.includes(url))
  try {
    const composer = compiled.bind({ linkIds: compiled.links.map(() => 0), urls: { ...own, owns }, campaignId: 0 })
    const message = await composer.compose({
      messageId: 0,
      rfcMessageId: 'check@sillage.invalid',
      to: { address: 'check@sillage.invalid' },
      data: sample,
      date: new Date(context.clock.now()),
      tracking: {
        opens: tracking.opens ?? true,
        clicks: tracking.clicks ?? true,
        readTime: tracking.readTime ?? false,
        aggregate: tracking.aggregate ?? false,
      },
    })
    const sentHtml = message.html()
    const { compile } = context
    const [subject, preheader] = await Promise.all(
      [mail.subject, mail.preheader ?? ''].map((line) => templateOf(compile, line, 'header').render(sample)),
    )
    const lines = { subject: subject ?? '', preheader: preheader ?? '' }
    return { facts: { ...facts, ...lines, sentHtml, hasWayOut: isIn(sentHtml === '' ? message.text() : sentHtml) } }
  } catch (error) {
    if (isSillageError(error, 'invalid_template')) return { facts, error }
    // An address for answers that has merge fields is none with stand-ins for them.
    if (!isSillageError(error, 'invalid_address')) throw error
    const [unsubscribeUrl = '', preferencesUrl = ''] = out
    const shown = await compiled.preview(sample, { unsubscribeUrl, preferencesUrl })
    return {
      facts: {
        ...facts,
        subject: shown.subject,
        preheader: shown.preheader ?? '',
        hasWayOut: isIn(shown.html === '' ? shown.text : shown.html),
      },
    }
  }
}

/** The HTML as it is scanned when it is compiled: tags blanked out, where the engine says which they are. */
function maskedOf({ compile }: CampaignContext, html: string): string {
  const { parts } = templateOf(compile, html, 'html')
  return parts === undefined ? html : maskTags(html, parts)
}

/** Of a source that was compiled before, so that it can be read. */
const templateOf = ({ engine = mustacheEngine() }: CompileOptions, source: string, mode: TemplateMode) =>
  engine.compile(source, mode)
