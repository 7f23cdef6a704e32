import type { BrandColours, BrandInput } from '@sillage/core/document'
import { defaultBrand, wholeBrand } from '@sillage/core/document'

/** A brand as it is typed. */
export interface BrandForm {
  light: BrandColours
  dark: BrandColours
  logo: { src: string; alt: string; width: string; href: string }
  font: string
  headingFont: string
  width: string
  radius: string
}

/** What is set; fields that nobody set show the defaults. */
export function formOf(input: BrandInput): BrandForm {
  const { light, dark, logo, font, headingFont, width, radius } = wholeBrand(input)
  return {
    light,
    dark,
    logo: {
      src: logo?.src ?? '',
      alt: logo?.alt ?? '',
      width: logo === null ? '' : String(logo.width),
      href: logo?.href ?? '',
    },
    font,
    headingFont,
    width: String(width),
    radius: String(radius),
  }
}

/** What differs from the defaults: the rest follows the library when that changes. */
export function inputOf({ light, dark, logo, font, headingFont, width, radius }: BrandForm): BrandInput {
  const { src, alt, href } = { src: logo.src.trim(), alt: logo.alt.trim(), href: logo.href.trim() }
  const given: BrandInput = {
    light: changed(light, defaultBrand.light),
    dark: changed(dark, defaultBrand.dark),
    font: unless(font.trim(), defaultBrand.font),
    headingFont: unless(headingFont.trim(), font.trim()),
    width: numberOf(width, defaultBrand.width),
    radius: numberOf(radius, defaultBrand.radius),
    logo: src === '' ? undefined : { src, alt, width: numberOf(logo.width), href: href === '' ? undefined : href },
  }
  const said = Object.entries(given).filter(
    ([, value]) => value !== undefined && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0),
  )
  return Object.fromEntries(said)
}

function changed(colours: BrandColours, usual: BrandColours): Partial<BrandColours> {
  const names = Object.keys(usual) as (keyof BrandColours)[]
  return Object.fromEntries(names.filter((name) => colours[name] !== usual[name]).map((name) => [name, colours[name]]))
}

function unless(text: string, usual: string): string | undefined {
  return text === '' || text === usual ? undefined : text
}

/** What is no number goes to the server as it is, which says what it expects. */
function numberOf(text: string, usual?: number): number | undefined {
  const number = Number(text)
  return text.trim() === '' || number === usual ? undefined : number
}
