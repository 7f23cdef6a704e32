import { randomBytes } from 'node:crypto'
import { byTurns, type Steps } from '../kit/steps.ts'
import { checkBinding, createDestinations } from './binding.ts'
import { bareFieldsOf, type CampaignTemplates, fieldPlaces, fieldsOf } from './campaign-input.ts'
import type { CompiledCampaign, ComposeInput, ComposerBinding } from './composer.ts'
import { headerSafe } from './html/escape.ts'
import { plainTextOf } from './html/plain-text.ts'
import { textPage } from './html/text-page.ts'
import { withPictures } from './inline-pictures.ts'
import { composeGenerally } from './mime/general-composer.ts'
import { messageUrls } from './mime/message-urls.ts'
import { pieceValues } from './mime/piece-values.ts'
import type { PieceValues } from './pieces/pieces.ts'
import { previewValues } from './pieces-campaign.ts'
import { collectLinks } from './rewrite/opaque-links.ts'
import { rewriteHtml } from './rewrite/track-html.ts'
import { type TrackTextOptions, trackText } from './rewrite/track-text.ts'
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
  const { owns, maxLinks } = context
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
      html,
      text: await compiled.text?.render({ ...all, trackingPixel: '' }),
    }
  }
  const track = (
    html: string,
    linkUrl: (destination: string) => string | undefined,
    values: PieceValues,
    images: { pixelUrl?: string; readUrl?: string },
  ) => {
    const own = [values.url('unsubscribeUrl'), values.url('preferencesUrl'), values.url('viewUrl')]
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
      { readUrl, pixelMark },
    ).html
  }
  /** The author's text with its URLs tracked, or one made from the HTML with the links that are sent in that. */
  const textOf = async (
    rendered: { html: string; text: string | undefined },
    sent?: string,
    linkUrl?: TrackTextOptions['linkUrl'],
  ): Promise<string> => {
    const tracked = content.tracking?.text === true
    if (rendered.text === undefined) {
      const html = rendered.html.replaceAll(pixelMark, '')
      return byTurns(plainTextOf(html, tracked ? sent : html))
    }
    return tracked && linkUrl !== undefined ? trackText(rendered.text, { owns, linkUrl }).text : rendered.text
  }
  const renderTracked = async (
    input: Pick<ComposeInput, 'messageId' | 'data' | 'tracking'>,
    binding: ComposerBinding,
    images: boolean,
  ) => {
    const values = pieceValues(binding, input)
    const rendered = await render(input.data, values)
    const find = finder.find(input.data)
    const linkUrl = (destination: string) => {
      const link = find.link(destination)
      return link === undefined ? undefined : values.link(link.index, link.personalised)
    }
    const html = frame.textOnly ? '' : track(rendered.html, linkUrl, values, images ? imageUrls(binding, input) : {})
    const text = await textOf(rendered, html, ({ href }) => (find.isLeft(href) ? undefined : linkUrl(href)))
    return { subject: rendered.subject, html, text, lines: rendered.lines, values }
  }

  return {
    links,
    warnings: context.warnings.list(),
    fields: fieldsOf(templates),
    bareFields: bareFieldsOf(templates),
    fieldPlace: fieldPlaces(templates),
    async preview(data, urls) {
      const rendered = await render(data, previewValues(urls ?? {}))
      const html = await withPictures(rendered.html.replaceAll(pixelMark, ''), content.attachments ?? [])
      return { subject: rendered.subject, html, text: await textOf(rendered) }
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
