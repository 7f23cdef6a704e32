import type { CampaignContent } from './composer.ts'
import type { MessageFrame } from './mime/message-frame.ts'
import type { PlanContext } from './pieces/plan-context.ts'
import { isLibraryField } from './template/library-fields.ts'
import type { CompiledTemplate, TemplateEngine } from './template/template-engine.ts'

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
export function fieldsOf({ compiled: { subject, preheader, html, text }, frame }: CampaignTemplates): string[] {
  const ofHeader = frame.merged.templates.flatMap(({ compiled }) => compiled.fields)
  const all = [...subject.fields, ...(preheader?.fields ?? []), ...html.fields, ...(text?.fields ?? []), ...ofHeader]
  return [...new Set(all)].filter((field) => !isLibraryField(field))
}
