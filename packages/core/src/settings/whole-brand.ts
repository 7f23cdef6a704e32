import type { Brand, BrandInput } from '../domain/brand.ts'
import { withDefaults } from '../kit/with-defaults.ts'
import { defaultBrand } from './default-brand.ts'

const LOGO_WIDTH = 160

/**
 * What is given and, for what is left out, the defaults. Checks nothing: for what was checked, and for a page that
 * shows what somebody is about to set.
 */
export function wholeBrand({ logo, ...given }: BrandInput): Brand {
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
