import type { TemplateInput } from '@sillage/core'
import { invitation } from './templates/invitation.ts'
import { newsletter } from './templates/newsletter.ts'
import { offer } from './templates/offer.ts'

/**
 * The demo's templates: three in French, two of them also in English, one of each kind: HTML with marks, blocks, and
 * HTML of which nobody thought that its words would be changed. Their local links lead into the demo's own shop at
 * `baseUrl`.
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
