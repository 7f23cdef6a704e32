import type { CampaignContent, CompiledCampaign } from './composer.ts'
import type { MessageFrame } from './mime/message-frame.ts'
import type { PlanContext } from './pieces/plan-context.ts'
import { isLibraryField } from './template/library-fields.ts'
import type { CompiledTemplate, TemplateEngine, TemplatePart } from './template/template-engine.ts'
import { placesIn, type SourcePlace, sourceFields } from './warnings.ts'

/** A campaign's templates, parsed, and what compiling gathers. */
export interface CampaignTemplates {
  content: CampaignContent
  compiled: {
    subject: CompiledTemplate
    /** Undefined where the mails have none, or the author's HTML has one of its own. */
    preheader: CompiledTemplate | undefined
    html: CompiledTemplate
    text: CompiledTemplate | undefined
  }
  frame: MessageFrame
  context: PlanContext
  engine: TemplateEngine
  general: boolean
}

/** The merge fields of all templates, each once, without those the library gives. */
export function fieldsOf(templates: CampaignTemplates): string[] {
  return withoutLibrary(templatesOf(templates).flatMap(({ fields }) => fields))
}

/**
 * Those of them that leave a gap where a recipient has none: outside of sections, without other words in their place.
 * Of an engine that does not take its templates apart, all.
 */
export function bareFieldsOf(templates: CampaignTemplates): string[] {
  const bare = ({ parts, fields }: CompiledTemplate) => parts?.flatMap(gapOf) ?? fields
  return withoutLibrary(templatesOf(templates).flatMap(bare))
}

function gapOf(part: TemplatePart, at: number, parts: readonly TemplatePart[]): string[] {
  if (part.type !== 'value' || part.field === '.' || part.fallback !== undefined) return []
  // As documents write a word in its place, and authors too: `{{name}}{{^name}}you{{/name}}`.
  const next = parts[at + 1]
  const isFilled = next?.type === 'section' && next.inverted && next.field === part.field
  return isFilled ? [] : [part.field]
}

function templatesOf({ compiled: { subject, preheader, html, text }, frame }: CampaignTemplates): CompiledTemplate[] {
  return [
    subject,
    ...(preheader === undefined ? [] : [preheader]),
    html,
    ...(text === undefined ? [] : [text]),
    ...frame.merged.templates.map(({ compiled }) => compiled),
  ]
}

const withoutLibrary = (fields: readonly string[]): string[] =>
  [...new Set(fields)].filter((field) => !isLibraryField(field))

/**
 * Says where a merge field is used first: in the subject, preheader, HTML or text. Undefined for one of a
 * header, and where the engine does not take its templates apart.
 */
export function fieldPlaces({ content, compiled }: CampaignTemplates): CompiledCampaign['fieldPlace'] {
  const placeOf = placesIn(content)
  let first: Map<string, SourcePlace> | undefined
  return (name) => {
    if (first === undefined) {
      first = new Map()
      for (const field of sourceFields) gather(first, field, compiled[field]?.parts ?? [])
    }
    const place = first.get(name)
    return place === undefined ? undefined : placeOf(place)
  }
}

function gather(found: Map<string, SourcePlace>, field: SourcePlace['field'], parts: readonly TemplatePart[]): void {
  for (const part of parts) {
    if (part.type === 'text') continue
    if (!found.has(part.field)) found.set(part.field, { field, at: part.start })
    if (part.type === 'section') gather(found, field, part.parts)
  }
}
