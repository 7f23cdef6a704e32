import type { Brand, BrandInput } from '../domain/brand.ts'
import { checkOptions } from '../domain/expect/index.ts'
import { withDefaults } from '../kit/with-defaults.ts'
import { defaultBrand } from './default-brand.ts'
import { brandChecks } from './setting-options.ts'

const LOGO_WIDTH = 160

/**
 * A whole brand of what is given: colours, fonts and a logo, each with a default. Throws `invalid_option` with the path
 * of what cannot be used: colours are `#rrggbb`, addresses http or https.
 */
export function defineBrand(input: BrandInput): Brand {
  const { logo, ...given } = checkOptions('defineBrand', input, brandChecks)
  return {
    width: given.width ?? defaultBrand.width,
    font: given.font ?? defaultBrand.font,
    headingFont: given.headingFont ?? given.font ?? defaultBrand.headingFont,
    radius: given.radius ?? defaultBrand.radius,
    logo:
      logo == null ? null : { src: logo.src, alt: logo.alt, width: logo.width ?? LOGO_WIDTH, href: logo.href ?? null },
    light: withDefaults(defaultBrand.light, given.light ?? {}),
    dark: withDefaults(defaultBrand.dark, given.dark ?? {}),
  }
}
