import { z } from 'zod'
import { ofEachColour } from '../brand.ts'
import * as field from './fields.ts'

/** Values of a brand go into styles as they are. */
export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text)
/** Names with commas between them; a quote that is not closed would take in what follows in a style. */
export const isFont = (text: string): boolean =>
  text.length <= 200 && text.split(',').every((name) => /^(?:[\w -]+|'[\w -]+'|"[\w -]+")$/.test(name.trim()))
/**
 * The origin of a logo goes into the header that says what a page may load, where signs that a host may have by the
 * standard of URLs, such as `;` and `*`, mean something else.
 */
export const isWebUrl = (text: string): boolean => {
  if (text.length > 2_000 || !/^https?:\/\//i.test(text)) return false
  const url = URL.parse(text)
  return url !== null && /^(?:[\w.-]+|\[[\da-f:.]+\])$/.test(url.hostname) && url.username + url.password === ''
}
/** A tag of a language as `lang` has them, such as `fr` and `pt-BR`. */
export const isLanguage = (text: string): boolean => {
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(text)) return false
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
/** Least and most, in pixels. */
export const brandSizes = { width: [320, 1_200], radius: [0, 40], logo: [1, 1_200] } as const
export const mostTopics = 50

const colour = z.string().refine(isColour, 'expected a colour such as #0b5fff')
const font = z.string().refine(isFont, 'expected names of fonts, such as Georgia, serif')
const url = field.line(2_000).refine(isWebUrl, 'expected an http or https URL')

const colours = z.strictObject(ofEachColour(colour)).partial()

export const brandInput = z
  .strictObject({
    width: field.count(...brandSizes.width),
    font,
    headingFont: font,
    radius: field.count(...brandSizes.radius),
    logo: z
      .strictObject({
        src: url,
        alt: field.line(200),
        width: field.count(...brandSizes.logo).optional(),
        href: url.nullable().optional(),
      })
      .nullable(),
    light: colours,
    dark: colours,
  })
  .partial()
  .meta({ id: 'BrandInput' })

const wording = (max: number) =>
  z.union(
    [
      field.line(max),
      z
        .record(z.string().refine(isLanguage, 'expected languages such as en and fr'), field.line(max))
        .refine((texts) => Object.keys(texts).length > 0, 'expected a text in one language or more'),
    ],
    { error: 'expected text, or an object of texts by language' },
  )

export const topicsInput = z
  .array(z.strictObject({ key: field.line(200), name: wording(100), description: wording(300).optional() }))
  .max(mostTopics)
  .superRefine((topics, context) => {
    const seen = new Set<string>()
    for (const [at, { key }] of topics.entries()) {
      if (seen.has(key)) context.addIssue({ code: 'custom', path: [at, 'key'], message: 'expected each key once' })
      seen.add(key)
    }
  })
  .meta({ id: 'Topics' })
