import { refuse } from '../domain/expect/index.ts'
import type { CampaignLink, Composer, ComposerBinding } from './composer.ts'
import { type CompiledDestination, compileDestination, locationOf } from './links/destination.ts'
import { safeLocation } from './links/safe-location.ts'
import type { TemplateEngine } from './template/template-engine.ts'

/** Throws `invalid_option` unless every link has an id. */
export function checkBinding({ linkIds }: ComposerBinding, links: readonly CampaignLink[]): void {
  if (linkIds.length !== links.length || !linkIds.every(Number.isInteger))
    refuse('linkIds', `an integer for each of the ${links.length} links, in their order`, `${linkIds.length} values`)
}

/** Where each link leads; templates of personalised ones are compiled when first asked for. */
export function createDestinations(
  links: readonly CampaignLink[],
  engine: TemplateEngine,
): Composer['renderDestination'] {
  const compiled = new Map<number, CompiledDestination>()
  return (which, data) => {
    const index = typeof which === 'number' ? which : links.findIndex(({ url }) => url === which)
    const link = links[index]
    if (link === undefined) return undefined
    if (!link.personalised) return safeLocation(link.url)
    const destination = compiled.get(index) ?? compileDestination(link.url, engine)
    compiled.set(index, destination)
    return locationOf(destination, data)
  }
}
