import { byTurns } from '../kit/by-turns.ts'
import type { Steps } from '../kit/steps.ts'
import { checkBinding, createDestinations } from './binding.ts'
import { bareFieldsOf, type CampaignTemplates, fieldPlaces, fieldsOf } from './campaign-input.ts'
import type { CompiledCampaign, ComposeInput, LibraryUrls } from './composer.ts'
import { plainTextOf } from './html/plain-text.ts'
import { textPage } from './html/text-page.ts'
import { withPictures } from './inline-pictures.ts'
import type { ContentPlan } from './mime/content-plan.ts'
import { composeGenerally, type RenderedContent } from './mime/general-composer.ts'
import { pieceValues } from './mime/piece-values.ts'
import { spliceComposers } from './mime/splice-composer.ts'
import { planHtml } from './pieces/html-plan.ts'
import { type Piece, type PieceValues, renderLine, renderPieces, textOfPiece } from './pieces/pieces.ts'
import { planTextOfHtml } from './pieces/text-of-html.ts'
import { planText } from './pieces/text-plan.ts'
import { type Scopes, scopesOf } from './template/scopes.ts'

/** A campaign whose engine takes its templates apart; undefined for another engine. */
export function* piecesCampaign(templates: CampaignTemplates): Steps<CompiledCampaign | undefined> {
  const { content, compiled, frame, context, engine, general } = templates
  const { subject, preheader, html } = compiled
  const { merged } = frame
  if (subject.parts === undefined || html.parts === undefined) return undefined
  if (preheader !== undefined && preheader.parts === undefined) return undefined
  if (merged.templates.some((template) => template.compiled.parts === undefined)) return undefined
  /** Lines of the header have no links. */
  const untracked = { ...context, tracked: false, utm: undefined }
  const preheaderPieces =
    preheader?.parts === undefined ? [] : yield* planText(content.preheader ?? '', preheader.parts, untracked)
  const htmlPlan = yield* planHtml(content.html, html.parts, context, preheaderOf(preheaderPieces))
  const htmlPieces = frame.textOnly ? [] : htmlPlan.pieces
  const tracked = content.tracking?.text === true
  const textPieces =
    content.text === undefined || compiled.text?.parts === undefined
      ? yield* planTextOfHtml(html.parts, htmlPlan, tracked)
      : yield* planText(content.text, compiled.text.parts, { ...context, tracked })
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
  const splice = general || textPieces === undefined ? undefined : spliceComposers(plan)

  /** The text part; where the HTML's template has no text template, it is made from the message's own HTML. */
  function* text(html: string, scopes: Scopes, values: PieceValues): Steps<string> {
    if (textPieces !== undefined) return renderPieces(textPieces, scopes, values)
    const left = { ...values, link: () => undefined, pixel: '', read: '' }
    const written = renderPieces(htmlPieces, scopes, { ...left, isAuthored: true })
    yield
    if (tracked) return yield* plainTextOf(written, html)
    return yield* plainTextOf(written, context.utm === undefined ? written : renderPieces(htmlPieces, scopes, left))
  }
  function* rendered(data: Readonly<Record<string, unknown>>, values: PieceValues): Steps<RenderedContent> {
    const scopes = scopesOf(data)
    const subject = renderLine(plan.subject, scopes)
    const html = renderPieces(htmlPieces, scopes, values)
    yield
    const lines = () => merged.lines(mergedPieces.map((pieces) => renderPieces(pieces, scopes, values)))
    return { subject, html, text: yield* text(html, scopes, values), lines }
  }

  return {
    links,
    warnings: context.warnings.list(),
    fields: fieldsOf(templates),
    bareFields: bareFieldsOf(templates),
    fieldPlace: fieldPlaces(templates),
    async preview(data, urls = {}) {
      const { subject, html, text } = await byTurns(rendered(data, previewValues(urls)))
      const preheader = renderLine(preheaderPieces, scopesOf(data)) || null
      return { subject, preheader, html: await withPictures(html, content.attachments ?? []), text }
    },
    bind(binding) {
      checkBinding(binding, links)
      const composeAny = async (input: ComposeInput) => {
        const values = pieceValues(binding, input)
        return composeGenerally(frame, input, await byTurns(rendered(input.data, values)), values.url)
      }
      return {
        compose: splice?.(binding) ?? composeAny,
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

/** Hidden in the HTML, at once where it is the same in every message. */
function preheaderOf(pieces: readonly Piece[]): Piece[] {
  if (pieces.length === 0) return []
  const piece: Piece = { type: 'preheader', pieces }
  return pieces.every(({ type }) => type === 'static')
    ? [{ type: 'static', text: textOfPiece(piece, scopesOf({})) }]
    : [piece]
}

export function previewValues(urls: Partial<LibraryUrls>): PieceValues {
  return { url: (field) => urls[field] ?? '#', link: () => undefined, pixel: '', read: '' }
}
