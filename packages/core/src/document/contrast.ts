import type { Brand, BrandColours } from '../domain/brand.ts'

/** A colour of letters that is hard to read on its ground. */
export interface LowContrast {
  scheme: 'light' | 'dark'
  colour: keyof BrandColours
  on: keyof BrandColours
  /** Less than 4.5, which people with weak eyes need (WCAG 2.2, 1.4.3). */
  ratio: number
}

const enough = 4.5
const pairs: readonly (readonly [keyof BrandColours, keyof BrandColours])[] = [
  ['text', 'surface'],
  ['link', 'surface'],
  ['muted', 'page'],
  ['buttonText', 'button'],
]

/** What cannot be read well in the colours of a brand. */
export function lowContrasts(brand: Pick<Brand, 'light' | 'dark'>): LowContrast[] {
  const found: LowContrast[] = []
  for (const scheme of ['light', 'dark'] as const)
    for (const [colour, on] of pairs) {
      const ratio = contrastOf(brand[scheme][colour], brand[scheme][on])
      if (ratio < enough) found.push({ scheme, colour, on, ratio: Math.round(ratio * 10) / 10 })
    }
  return found
}

/** Of two colours `#rrggbb`: from 1, which is the same colour, to 21. */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** As WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
