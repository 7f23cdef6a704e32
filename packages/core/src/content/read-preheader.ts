import type { Steps } from '../kit/steps.ts'
import type { CampaignContent } from './composer.ts'
import { hasPreheader } from './html/preheader.ts'
import { maskTags } from './pieces/parts.ts'
import { compileTemplate } from './template/compile-template.ts'
import type { CompiledTemplate, TemplateEngine } from './template/template-engine.ts'
import type { WarningList } from './warnings.ts'

/**
 * The preheader that is put into the HTML; undefined without one, and beside one that the author wrote into the HTML,
 * which is warned of: mail programs show the first they find. Throws `invalid_template` with the field.
 */
export function* readPreheader(
  { preheader, html }: CampaignContent,
  { parts }: CompiledTemplate,
  engine: TemplateEngine,
  warnings: WarningList,
): Steps<CompiledTemplate | undefined> {
  if (preheader === undefined) return undefined
  const compiled = compileTemplate(engine, preheader, 'header', 'preheader')
  if (!(yield* hasPreheader(parts === undefined ? html : maskTags(html, parts)))) return compiled
  warnings.add(
    'own_preheader',
    'The HTML begins with hidden words of its own, so the preheader is left out; take one of the two away',
    undefined,
    { field: 'preheader' },
  )
  return undefined
}
