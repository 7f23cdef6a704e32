import { checkBaseUrl } from '../domain/base-url.ts'
import type { TrackingOptions, UtmParameters } from '../domain/campaign.ts'
import {
  type Check,
  type Checks,
  checkOptions,
  flag,
  func,
  functions,
  list,
  object,
  oneOf,
  record,
  required,
  text,
  whole,
} from '../domain/expect/index.ts'
import { beginningsBelow } from '../domain/tracking-paths.ts'
import { atOnce, type Steps } from '../kit/steps.ts'
import type { CampaignContent, CompiledCampaign, CompileOptions, ContentFile, ParsedMailbox } from './composer.ts'
import { warnOfPictures } from './inline-pictures.ts'
import { checkHtmlSize, defaultMaxLinks } from './limits.ts'
import { messageFrame } from './mime/message-frame.ts'
import { opaqueCampaign } from './opaque-campaign.ts'
import { createLinkRegistry } from './pieces/link-registry.ts'
import { piecesCampaign } from './pieces-campaign.ts'
import { readPreheader } from './read-preheader.ts'
import { compileTemplate } from './template/compile-template.ts'
import { mustacheEngine } from './template/mustache-engine.ts'
import { createWarningList, warnOfIncludes } from './warnings.ts'

const checks: Checks<CompileOptions> = {
  engine: functions('compile'),
  baseUrl: checkBaseUrl,
  maxHtmlBytes: whole(0, undefined, 'bytes'),
  maxLinks: whole(0),
  path: oneOf('auto', 'general'),
}

const mailbox: Checks<ParsedMailbox> = { name: text(), address: required(text()) }
const utm: Checks<UtmParameters> = { source: text(), medium: text(), campaign: text(), term: text(), content: text() }
const tracking: Checks<TrackingOptions> = {
  opens: flag,
  clicks: flag,
  readTime: flag,
  text: flag,
  aggregate: flag,
  utm: object(utm),
}
const file: Checks<ContentFile> = {
  filename: required(text()),
  contentType: required(text()),
  cid: required((value, path) => (value === null ? value : (text()(value, path) ?? null))),
  size: required(whole(0)),
  encoded: required(func as Check<ContentFile['encoded']>),
}
/** Only for what a program gives: a stored campaign may have what a later release added. */
const contentOption = object<CampaignContent>({
  subject: required(text()),
  preheader: text(),
  html: required(text()),
  text: text(),
  from: required(object(mailbox)),
  replyTo: list(object(mailbox)),
  headers: record(text()),
  tracking: object(tracking),
  attachments: list(object(file)),
})

/**
 * Compiles a campaign once: templates parsed, HTML scanned, destinations collected, MIME encoded but for what differs.
 * Bound to the store's link ids, it composes message after message by splicing. Content the engine cannot take apart is
 * composed the general way; both ways give the same decoded message. Long content is compiled in one turn of the event
 * loop. Throws `invalid_template`, `html_too_large`, `too_many_links`, `invalid_address`, `invalid_header`,
 * `invalid_option`.
 */
export function compileCampaign(content: CampaignContent, options: CompileOptions = {}): CompiledCampaign {
  return atOnce(compileInSteps(contentOption(content, 'content'), options))
}

/** As `compileCampaign`, in steps of a few milliseconds: an author's content may be long. */
export function* compileInSteps(content: CampaignContent, options: CompileOptions = {}): Steps<CompiledCampaign> {
  const given = checkOptions('compileCampaign', options, checks)
  const { engine = mustacheEngine(), maxHtmlBytes, maxLinks = defaultMaxLinks, path = 'auto' } = given
  checkHtmlSize(content.html, maxHtmlBytes)
  if (content.text !== undefined) checkHtmlSize(content.text, maxHtmlBytes, 'text')
  const frame = messageFrame(content, engine)
  const subject = compileTemplate(engine, content.subject, 'header', 'subject')
  const html = compileTemplate(engine, content.html, 'html', 'html')
  yield
  const text = content.text === undefined ? undefined : compileTemplate(engine, content.text, 'text', 'text')
  yield
  const warnings = createWarningList(content)
  const preheader = frame.textOnly ? undefined : yield* readPreheader(content, html, engine, warnings)
  warnOfPictures(warnings, content.html, content.attachments ?? [])
  warnOfIncludes(warnings, { subject, preheader, html, text })
  const context = {
    links: createLinkRegistry(),
    warnings,
    owns: ownUrls(options.baseUrl),
    utm: content.tracking?.utm,
    engine,
    maxLinks,
  }
  const input = {
    content,
    compiled: { subject, preheader, html, text },
    frame,
    context,
    engine,
    general: path === 'general',
  }
  return (yield* piecesCampaign(input)) ?? (yield* opaqueCampaign(input))
}

/** What belongs to this installation: everything below the tracking paths of `baseUrl`, those of every set. */
function ownUrls(baseUrl: string | undefined): (url: string) => boolean {
  if (baseUrl === undefined) return () => false
  const beginnings = beginningsBelow(checkBaseUrl(baseUrl)).map((beginning) => beginning.toLowerCase())
  return (url) => {
    const folded = url.trim().toLowerCase()
    return beginnings.some((beginning) => folded.startsWith(beginning))
  }
}
