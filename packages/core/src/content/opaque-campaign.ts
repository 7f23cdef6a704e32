import { randomBytes } from 'node:crypto'
import { byTurns } from '../kit/by-turns.ts'
import type { Steps } from '../kit/steps.ts'
import { checkBinding, createDestinations } from './binding.ts'
import { bareFieldsOf, type CampaignTemplates, fieldPlaces, fieldsOf } from './campaign-input.ts'
import type { CompiledCampaign, ComposeInput, ComposerBinding } from './composer.ts'
import { headerSafe } from './html/escape.ts'
import { plainTextOf } from './html/plain-text.ts'
import { preheaderMarkup } from './html/preheader.ts'
import { textPage } from './html/text-page.ts'
import { withPictures } from './inline-pictures.ts'
import { addUtm } from './links/utm.ts'
import { composeGenerally } from './mime/general-composer.ts'
import { messageUrls } from './mime/message-urls.ts'
import { pieceValues } from './mime/piece-values.ts'
import type { PieceValues } from './pieces/pieces.ts'
import { previewValues } from './pieces-campaign.ts'
import { collectLinks } from './rewrite/opaque-links.ts'
import { rewriteHtml } from './rewrite/track-html.ts'
import { trackText } from './rewrite/track-text.ts'
import { longestHeaderLine } from './template/mustache-engine.ts'

type Data = Readonly<Record<string, unknown>>

/**
 * A campaign of an engine that only renders. Links are collected from the template's source; in each message, rendered,
 * those found again are tracked. What a template makes otherwise (a link inside a loop) is sent as it is.
 */
export function* opaqueCampaign(templates: CampaignTemplates): Steps<CompiledCampaign> {
  const { content, compiled, frame, context, engine } = templates
  const finder = frame.textOnly
    ? yield* collectLinks(content.tracking?.text === true ? (content.text ?? '') : '', 'text', context, engine)
    : yield* collectLinks(content.html, 'html', context, engine)
  const links = [...context.links.all]
  const { owns, maxLinks, utm } = context
  // Drawn for each campaign, so that no data can hold it.
  const pixelMark = `sillage-pixel-${randomBytes(12).toString('hex')}`

  const render = async (data: Data, values: PieceValues) => {
    const all = {
      ...data,
      unsubscribeUrl: values.url('unsubscribeUrl'),
      preferencesUrl: values.url('preferencesUrl'),
      viewUrl: values.url('viewUrl'),
    }
    const html = await compiled.html.render({ ...all, trackingPixel: pixelMark })
    const merged = await Promise.all(frame.merged.templates.map((template) => template.compiled.render(all)))
    return {
      lines: () => frame.merged.lines(merged),
      subject: headerSafe(await compiled.subject.render(data), longestHeaderLine),
      preheader: headerSafe((await compiled.preheader?.render(data)) ?? '', longestHeaderLine),
      html,
      text: await compiled.text?.render({ ...all, trackingPixel: '' }),
    }
  }
  const ownUrls = (values: PieceValues) => [
    values.url('unsubscribeUrl'),
    values.url('preferencesUrl'),
    values.url('viewUrl'),
  ]
  const track = (
    { html, preheader }: { html: string; preheader: string },
    linkUrl: (destination: string) => string | undefined,
    values: PieceValues,
    images: { pixelUrl?: string; readUrl?: string },
  ) => {
    const own = ownUrls(values)
    const { pixelUrl, readUrl } = images
    return rewriteHtml(
      html,
      {
        owns: (url) => owns(url) || own.includes(url),
        linkUrl: ({ destination }) => linkUrl(destination),
        pixelUrl,
        maxLinks,
        // The limit is the author's, for the source: what the data made of it is sent.
        maxHtmlBytes: Number.POSITIVE_INFINITY,
      },
      { readUrl, pixelMark, preheader: preheaderMarkup(preheader) },
    ).html
  }
  const tracked = content.tracking?.text === true
  /** An untracked link; undefined where it is as the author wrote it. */
  const extendedOf = (destination: string) => {
    const extended = addUtm(destination, utm)
    return extended === destination ? undefined : extended
  }
  /** HTML and text of one message: links found again are tracked, or have UTM parameters at least. */
  const finish = async (
    rendered: { html: string; preheader: string; text: string | undefined },
    data: Data,
    values: PieceValues,
    images: { pixelUrl?: string; readUrl?: string },
  ) => {
    const find = finder.find(data)
    const untracked = (url: string) => (find.link(url) === undefined ? undefined : extendedOf(url))
    const linkUrl = (url: string) => {
      const link = find.link(url)
      return (link && values.link(link.index, link.personalised)) ?? untracked(url)
    }
    const html = frame.textOnly ? '' : track(rendered, linkUrl, values, images)
    const plain = tracked || utm !== undefined ? undefined : rendered.text
    if (plain !== undefined) return { html, text: plain }
    if (rendered.text === undefined) {
      const sent = tracked ? html : utm === undefined ? undefined : track(rendered, untracked, values, {})
      return { html, text: await byTurns(plainTextOf(rendered.html.replaceAll(pixelMark, ''), sent)) }
    }
    const own = ownUrls(values)
    const text = trackText(rendered.text, {
      owns: (url) => owns(url) || own.includes(url) || find.isLeft(url),
      linkUrl: ({ href }) => (tracked ? linkUrl(href) : undefined) ?? extendedOf(href),
    })
    return { html, text: text.text }
  }
  const renderTracked = async (
    input: Pick<ComposeInput, 'messageId' | 'data' | 'tracking'>,
    binding: ComposerBinding,
    images: boolean,
  ) => {
    const values = pieceValues(binding, input)
    const rendered = await render(input.data, values)
    const { html, text } = await finish(rendered, input.data, values, images ? imageUrls(binding, input) : {})
    return { subject: rendered.subject, html, text, lines: rendered.lines, values }
  }

  return {
    links,
    warnings: context.warnings.list(),
    fields: fieldsOf(templates),
    bareFields: bareFieldsOf(templates),
    fieldPlace: fieldPlaces(templates),
    async preview(data, urls) {
      const values = previewValues(urls ?? {})
      const rendered = await render(data, values)
      const { subject, preheader } = rendered
      const { html, text } = await finish(rendered, data, values, {})
      return { subject, preheader: preheader || null, html: await withPictures(html, content.attachments ?? []), text }
    },
    bind(binding) {
      checkBinding(binding, links)
      return {
        async compose(input) {
          const { values, ...rendered } = await renderTracked(input, binding, true)
          return composeGenerally(frame, input, rendered, values.url)
        },
        renderDestination: createDestinations(links, engine),
        async view(input) {
          const { html, text } = await renderTracked(input, binding, false)
          return frame.textOnly ? textPage(text) : withPictures(html, content.attachments ?? [])
        },
      }
    },
  }
}

function imageUrls(binding: ComposerBinding, { messageId, tracking }: Pick<ComposeInput, 'messageId' | 'tracking'>) {
  const urls = messageUrls(binding, tracking)
  const pixelUrl = urls.pixel()?.make(messageId)
  const readUrl = urls.read()?.make(messageId)
  return { ...(pixelUrl === undefined ? {} : { pixelUrl }), ...(readUrl === undefined ? {} : { readUrl }) }
}
