/** Colours of mails and pages, each `#rrggbb`. */
export interface BrandColours {
  /** Around the message. */
  page: string
  /** Behind the words. */
  surface: string
  text: string
  /** What matters less, such as a footer. */
  muted: string
  line: string
  link: string
  button: string
  buttonText: string
}

/** A picture that stands at the top, with an address that every recipient can load. */
export interface BrandLogo {
  /** An http or https URL. */
  src: string
  /** What it says, for those who do not see it. */
  alt: string
  /** In pixels. */
  width: number
  /** Where it leads; null: nowhere. */
  href: string | null
}

/**
 * What a sender looks like: in the pages that recipients reach, and in what is made from documents. Complete, as
 * `defineBrand` gives it.
 */
export interface Brand {
  /** The widest that a message gets, in pixels. */
  width: number
  /** Names of fonts, as CSS has them. */
  font: string
  headingFont: string
  /** Of corners, in pixels. */
  radius: number
  logo: BrandLogo | null
  light: BrandColours
  /** Where the reader's device is set to dark. */
  dark: BrandColours
}

/** Colours as they are given: what is left out has a default. */
export type BrandColoursInput = { [K in keyof BrandColours]?: string | undefined }

/** A brand as it is given: what is left out has a default. */
export interface BrandInput {
  width?: number | undefined
  font?: string | undefined
  headingFont?: string | undefined
  radius?: number | undefined
  logo?: { src: string; alt: string; width?: number | undefined; href?: string | null | undefined } | null | undefined
  light?: BrandColoursInput | undefined
  dark?: BrandColoursInput | undefined
}

/** One value for each colour of a brand. */
export function ofEachColour<T>(one: T): Record<keyof BrandColours, T> {
  return {
    page: one,
    surface: one,
    text: one,
    muted: one,
    line: one,
    link: one,
    button: one,
    buttonText: one,
  }
}
