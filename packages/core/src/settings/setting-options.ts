import { type BrandColoursInput, type BrandInput, type BrandLogo, ofEachColour } from '../domain/brand.ts'
import {
  type Check,
  type Checks,
  kindOf,
  list,
  object,
  refuse,
  required,
  shown,
  text,
  whole,
} from '../domain/expect/index.ts'
import { mostSenders } from '../domain/input/senders.ts'
import { brandSizes, isColour, isFont, isLanguage, isWebUrl, mostTopics } from '../domain/input/settings.ts'
import type { OwnSender } from '../domain/setting.ts'
import type { Topic, Wording } from '../domain/topic.ts'
import { addressFault } from '../kit/address-fault.ts'
import type { OfOwner } from './owner-settings.ts'

const line = (most: number): Check<string> =>
  text(`one line of at most ${most} characters`, (given) => /^[^\n\r]{1,}$/.test(given) && given.length <= most)
const font = text('names of fonts, such as Georgia, serif', isFont)
const url = text('an http or https URL', isWebUrl)
const colour = text('a colour such as #0b5fff', isColour)

const colours: Checks<BrandColoursInput> = ofEachColour(colour)
type LogoInput = NonNullable<BrandInput['logo']>
const logo: Checks<LogoInput> = {
  src: required(url),
  alt: required(line(200)),
  width: whole(...brandSizes.logo, 'pixels'),
  href: orNull<BrandLogo['href'] & string>(url),
}
/** How each part of a brand is checked. */
export const brandChecks: Checks<BrandInput> = {
  width: whole(...brandSizes.width, 'pixels'),
  font,
  headingFont: font,
  radius: whole(...brandSizes.radius, 'pixels'),
  logo: orNull(object<LogoInput>(logo)),
  light: object<BrandColoursInput>(colours),
  dark: object<BrandColoursInput>(colours),
}

const topic = object<Topic>({
  key: required(line(200)),
  name: required(wording(100)),
  description: wording(300),
})
const topics: Check<Topic[]> = (value, path) => {
  const given = list(topic)(value, path)
  if (given.length > mostTopics) refuse(path, `at most ${mostTopics} topics`, String(given.length))
  const keys = given.map(({ key }) => key)
  for (const [at, key] of keys.entries())
    if (keys.indexOf(key) < at) refuse(`${path}[${at}].key`, 'each key once', shown(key))
  return given
}

const sender = object<OwnSender>({
  email: required(text('an address such as name@example.org', (given) => addressFault(given) === undefined)),
  name: line(200),
})
const senders: Check<OwnSender[]> = (value, path) => {
  const given = list(sender)(value, path)
  if (given.length > mostSenders) refuse(path, `at most ${mostSenders} senders`, String(given.length))
  const spelt = given.map(({ email, name }) => JSON.stringify([email.toLowerCase(), name]))
  for (const [at, one] of spelt.entries())
    if (spelt.indexOf(one) < at) refuse(`${path}[${at}]`, 'each sender once', shown(given[at]?.email))
  return given
}

/** Checks of options of `content`; what a function answers is checked when it does. */
export const brandOption: Check<OfOwner<BrandInput>> = ofOwner(object<BrandInput>(brandChecks))
export const sendersOption: Check<OfOwner<OwnSender[]>> = ofOwner(senders)
export const topicsOption: Check<OfOwner<Topic[]>> = ofOwner(topics)

function ofOwner<T>(check: Check<T>): Check<OfOwner<T>> {
  return (value, path) => (typeof value === 'function' ? (value as OfOwner<T>) : check(value, path))
}

function orNull<T>(check: Check<T>): Check<T | null> {
  return (value, path) => (value === null ? null : check(value, path))
}

function wording(most: number): Check<Wording> {
  return (value, path) => {
    if (typeof value === 'string') return line(most)(value, path)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return refuse(path, 'text, or an object of texts by language', kindOf(value))
    const texts = Object.entries(value)
    if (texts.length === 0) refuse(path, 'a text in one language or more', '{}')
    for (const [language, one] of texts) {
      if (!isLanguage(language)) refuse(`${path}.${language}`, 'a language such as fr', shown(language))
      line(most)(one, `${path}.${language}`)
    }
    return value as Wording
  }
}
