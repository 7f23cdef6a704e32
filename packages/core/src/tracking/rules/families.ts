import { mailPrograms } from './mail-programs.ts'

/** The name of a program that is neither listed here nor a robot. */
const otherFamily = 'other'

/**
 * Mail programs, then browsers that people read in, the most specific name first: mail programs' User-Agents contain
 * browsers' names.
 */
const families: readonly (readonly [RegExp, string])[] = [
  ...mailPrograms,
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/AppleWebKit.*(?:Mobile|Macintosh)(?!.*Safari)/, 'Apple Mail'],
  [/Safari\//, 'Safari'],
]

const names = new Set([...families.map(([, name]) => name), otherFamily])

/** The name of the program a person reads in; of a name, that name. */
export function familyOfReader(userAgent: string): string {
  if (names.has(userAgent)) return userAgent
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherFamily
}

/** True for a name that stands in place of a User-Agent because only the name was to be kept. */
export const isFamilyOfReader = (userAgent: string): boolean => names.has(userAgent)
