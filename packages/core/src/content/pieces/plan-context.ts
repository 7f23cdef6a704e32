import type { UtmParameters } from '../../domain/campaign.ts'
import type { TemplateEngine } from '../template/template-engine.ts'
import type { WarningList } from '../warnings.ts'
import type { LinkRegistry } from './link-registry.ts'

/** What compiling a campaign's HTML and text gathers and goes by. */
export interface PlanContext {
  links: LinkRegistry
  warnings: WarningList
  /** URLs of this installation, which are never tracked. */
  owns: (url: string) => boolean
  utm: UtmParameters | undefined
  engine: TemplateEngine
  maxLinks: number
}
