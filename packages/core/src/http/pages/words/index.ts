import type { Check } from '../../../domain/expect/index.ts'
import { object, record, refuse, shown, text } from '../../../domain/expect/index.ts'
import { isLanguage } from '../../../domain/input/settings.ts'
import type { OwnPages, RecipientPages } from '../../../domain/page-words.ts'
import type { Wording } from '../../../domain/topic.ts'
import { withDefaults } from '../../../kit/with-defaults.ts'
import type { HttpRequest } from '../../exchange.ts'
import { languagesOf } from '../../languages.ts'
import { english } from './english.ts'
import { french } from './french.ts'

/** The texts of the pages in the language that was found, and its tag. */
export interface Words extends RecipientPages {
  language: string
}

/** Finds the words for a reader. */
export interface AllWords {
  /**
   * In the language of the recipient's data, where there are words for it; else in the first that the browser asks for;
   * else in English. `fr-CA` is served by `fr`.
   */
  for(request: Pick<HttpRequest, 'headers'>, recipient?: { data: Record<string, unknown> }): Words
}

/** Longer ones would be no words of a page. */
const LONGEST = 1_000

const words = text(`text of at most ${LONGEST} characters`, (given) => given.length <= LONGEST)

/** Checks the option `content.pages`: pages and texts by their names in every language, each a text. */
export const pagesOption: Check<Record<string, OwnPages>> = (value, path) => {
  const pages = record(object<OwnPages>(pageChecks))(value, path)
  for (const language of Object.keys(pages))
    if (!isLanguage(language)) refuse(`${path}.${language}`, 'a language such as fr or pt-BR', shown(language))
  return pages
}

const pageChecks = Object.fromEntries(
  Object.entries(english).map(([page, texts]) => [
    page,
    object(Object.fromEntries(Object.keys(texts).map((name) => [name, words]))),
  ]),
) as never

export function createWords(own: Record<string, OwnPages> = {}): AllWords {
  const known = new Map<string, Words>()
  for (const [language, pages] of Object.entries<OwnPages>({ en: {}, fr: {}, ...own })) {
    const tag = language.toLowerCase()
    known.set(tag, { language, ...over(baseOf(tag) === 'fr' ? french : english, pages) })
  }
  const find = (asked: string): Words | undefined => known.get(asked) ?? known.get(baseOf(asked))
  const fallback = known.get('en') as Words
  return {
    for(request, recipient) {
      const own = recipient?.data.lang
      const asked = [...(typeof own === 'string' ? [own.slice(0, 40).toLowerCase()] : []), ...languagesOf(request)]
      for (const language of asked) {
        const found = find(language)
        if (found !== undefined) return found
      }
      return fallback
    },
  }
}

/** `fr` of `fr-ca`. */
const baseOf = (tag: string): string => tag.split(/[-_]/, 1)[0] ?? ''

function over(pages: RecipientPages, own: OwnPages): RecipientPages {
  const laid = Object.entries(pages).map(([page, texts]) => [
    page,
    withDefaults<object>(texts, own[page as keyof RecipientPages] ?? {}),
  ])
  return Object.fromEntries(laid) as RecipientPages
}

/** A text with its places filled in; what is not given is left as it stands. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}

/** Words of the host's own in this language, else in English, else in the first there are. */
export function said(wording: Wording, language: string): string {
  if (typeof wording === 'string') return wording
  const byTag = new Map(Object.entries(wording).map(([tag, one]) => [tag.toLowerCase(), one]))
  const tag = language.toLowerCase()
  return byTag.get(tag) ?? byTag.get(baseOf(tag)) ?? byTag.get('en') ?? [...byTag.values()][0] ?? ''
}
