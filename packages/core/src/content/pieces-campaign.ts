import { byTurns, type Steps } from '../kit/steps.ts'
import { checkBinding, createDestinations } from './binding.ts'
import { type CampaignTemplates, fieldsOf } from './campaign-input.ts'
import type { CompiledCampaign, ComposeInput, LibraryUrls } from './composer.ts'
import { plainTextOf } from './html/plain-text.ts'
import { textPage } from './html/text-page.ts'
import { withPictures } from './inline-pictures.ts'
import type { ContentPlan } from './mime/content-plan.ts'
import { composeGenerally, type RenderedContent } from './mime/general-composer.ts'
import { pieceValues, renderSubject } from './mime/piece-values.ts'
import { createSpliceComposer } from './mime/splice-composer.ts'
import { planHtml } from './pieces/html-plan.ts'
import { type Piece, type PieceValues, renderPieces } from './pieces/pieces.ts'
import { planText } from './pieces/text-plan.ts'
import { textTemplateOf } from './pieces/text-template.ts'
import { mustacheEngine } from './template/mustache-engine.ts'
import { type Scopes, scopesOf } from './template/scopes.ts'
import type { TemplatePart } from './template/template-engine.ts'

/** A campaign whose engine takes its templates apart; undefined for another engine. */
export function* piecesCampaign(templates: CampaignTemplates): Steps<CompiledCampaign | undefined> {
  const { content, compiled, frame, context, engine, general } = templates
  const { subject, html } = compiled
  const { merged } = frame
  if (subject.parts === undefined || html.parts === undefined) return undefined
  if (merged.templates.some((template) => template.compiled.parts === undefined)) return undefined
  const htmlPieces = frame.textOnly ? [] : yield* planHtml(content.html, html.parts, context)
  const textSource = yield* textTemplate(templates, html.parts)
  const textPieces =
    textSource &&
    (yield* planText(textSource.source, textSource.parts, { ...context, tracked: content.tracking?.text === true }))
  const untracked = { ...context, tracked: false }
  const mergedPieces: Piece[][] = []
  for (const { source, compiled } of merged.templates)
    mergedPieces.push(yield* planText(source, compiled.parts ?? [], untracked))
  const plan: ContentPlan = {
    frame,
    subject: yield* planText(content.subject, subject.parts, untracked),
    merged: mergedPieces,
    html: htmlPieces,
    text: textPieces ?? [],
  }
  const links = [...context.links.all]

  /**
   * The text part; where the HTML's template has no text template, it is made from the message's own HTML, untracked.
   */
  function* text(scopes: Scopes, values: PieceValues): Steps<string> {
    if (textPieces !== undefined) return renderPieces(textPieces, scopes, values)
    const html = renderPieces(htmlPieces, scopes, { ...values, link: () => undefined, pixel: '', read: '' })
    yield
    return yield* plainTextOf(html)
  }
  function* rendered(data: Readonly<Record<string, unknown>>, values: PieceValues): Steps<RenderedContent> {
    const scopes = scopesOf(data)
    const subject = renderSubject(plan.subject, scopes)
    const html = renderPieces(htmlPieces, scopes, values)
    yield
    const lines = merged.lines(mergedPieces.map((pieces) => renderPieces(pieces, scopes, values)))
    return { subject, html, text: yield* text(scopes, values), lines }
  }

  return {
    links,
    warnings: context.warnings.list(),
    fields: fieldsOf(templates),
    async preview(data, urls = {}) {
      const { subject, html, text } = await byTurns(rendered(data, previewValues(urls)))
      return { subject, html: await withPictures(html, content.attachments ?? []), text }
    },
    bind(binding) {
      checkBinding(binding, links)
      const splice = general || textPieces === undefined ? undefined : createSpliceComposer(plan, binding)
      const composeAny = async (input: ComposeInput) => {
        const values = pieceValues(binding, input)
        return composeGenerally(frame, input, await byTurns(rendered(input.data, values)), values.url)
      }
      return {
        compose: splice ?? composeAny,
        renderDestination: createDestinations(links, engine),
        view({ data, ...input }) {
          const values = { ...pieceValues(binding, input), pixel: '', read: '' }
          if (frame.textOnly) return textPage(renderPieces(plan.text, scopesOf(data), values))
          return withPictures(renderPieces(htmlPieces, scopesOf(data), values), content.attachments ?? [])
        },
      }
    },
  }
}

/** The text template: the author's, or one made from the HTML; undefined where the HTML makes none. */
function* textTemplate(
  { content, compiled }: CampaignTemplates,
  htmlParts: readonly TemplatePart[],
): Steps<{ source: string; parts: readonly TemplatePart[] } | undefined> {
  if (content.text !== undefined && compiled.text?.parts !== undefined)
    return { source: content.text, parts: compiled.text.parts }
  const source = yield* textTemplateOf(content.html, htmlParts)
  return source === undefined ? undefined : { source, parts: mustacheEngine().compile(source, 'text').parts ?? [] }
}

export function previewValues(urls: Partial<LibraryUrls>): PieceValues {
  return { url: (field) => urls[field] ?? '#', link: () => undefined, pixel: '', read: '' }
}
