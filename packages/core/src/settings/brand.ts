import type { Brand, BrandInput } from '../domain/brand.ts'
import { checkOptions } from '../domain/expect/index.ts'
import { brandChecks } from './setting-options.ts'
import { wholeBrand } from './whole-brand.ts'

/**
 * A whole brand of what is given: colours, fonts and a logo, each with a default. Throws `invalid_option` with the path
 * of what cannot be used: colours are `#rrggbb`, addresses http or https.
 */
export function defineBrand(input: BrandInput): Brand {
  return wholeBrand(checkOptions('defineBrand', input, brandChecks))
}
