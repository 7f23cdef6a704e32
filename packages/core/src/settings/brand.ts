import type { Brand, BrandColours, BrandInput } from '../domain/brand.ts'
import { checkOptions } from '../domain/expect/index.ts'
import { withDefaults } from '../kit/with-defaults.ts'
import { brandChecks } from './setting-options.ts'

const light: BrandColours = {
  page: '#f4f7f8',
  surface: '#ffffff',
  text: '#10222e',
  muted: '#4a5d69',
  line: '#dde5e9',
  link: '#0b6b7a',
  button: '#0b6b7a',
  buttonText: '#ffffff',
}
const dark: BrandColours = {
  page: '#0c161d',
  surface: '#13212a',
  text: '#e9f1f4',
  muted: '#a9bac3',
  line: '#24363f',
  link: '#58c3d0',
  button: '#58c3d0',
  buttonText: '#062027',
}
const font = "ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
const LOGO_WIDTH = 160

/**
 * A whole brand of what is given: colours, fonts and a logo, each with a default. Throws `invalid_option` with the path
 * of what cannot be used: colours are `#rrggbb`, addresses http or https.
 */
export function defineBrand(input: BrandInput): Brand {
  const { logo, ...given } = checkOptions('defineBrand', input, brandChecks)
  return {
    width: given.width ?? 600,
    font: given.font ?? font,
    headingFont: given.headingFont ?? given.font ?? font,
    radius: given.radius ?? 10,
    logo:
      logo == null ? null : { src: logo.src, alt: logo.alt, width: logo.width ?? LOGO_WIDTH, href: logo.href ?? null },
    light: withDefaults(light, given.light ?? {}),
    dark: withDefaults(dark, given.dark ?? {}),
  }
}
