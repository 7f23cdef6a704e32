/** What a program is called that is none of these and no robot. */
const otherFamily = 'other'

/** Browsers and mail programs that people read in, the most telling name first: mail programs carry browsers' names in theirs. */
const families: readonly (readonly [RegExp, string])[] = [
  [/Microsoft Outlook|ms-office|MSOffice/i, 'Outlook'],
  [/Thunderbird/i, 'Thunderbird'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Firefox\/|FxiOS/, 'Firefox'],
  [/Chrome\/|CriOS/, 'Chrome'],
  [/AppleWebKit.*(?:Mobile|Macintosh)(?!.*Safari)/, 'Apple Mail'],
  [/Safari\//, 'Safari'],
]

const names = new Set([...families.map(([, name]) => name), otherFamily])

/** The name of the program a person reads in. */
export function familyOfReader(userAgent: string): string {
  return families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherFamily
}

/** True for a name that stands in place of a User-Agent because no more of it was to be kept. */
export const isFamilyOfReader = (userAgent: string): boolean => names.has(userAgent)
