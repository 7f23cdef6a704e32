import type { TemplateInput } from '@sillage/core'
import { invitation } from './templates/invitation.ts'
import { newsletter } from './templates/newsletter.ts'
import { offer } from './templates/offer.ts'

/**
 * The demo's templates: three in French, two of them also in English. Their local links lead into the demo's own shop
 * at `baseUrl`.
 */
export function seedTemplates(baseUrl: string): TemplateInput[] {
  const shopUrl = `${baseUrl}/shop`
  return [
    newsletter('fr', shopUrl),
    invitation('fr', shopUrl),
    offer(shopUrl),
    newsletter('en', shopUrl),
    invitation('en', shopUrl),
  ]
}
