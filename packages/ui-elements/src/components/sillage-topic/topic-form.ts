import type { Topic, Wording } from '@sillage/core/browser'

/** A topic as it is typed; without languages, one text for all of them. */
export interface TopicForm {
  key: string
  /** The keys of the others, where it is new; undefined: it is there, and its key stays what campaigns call it. */
  others: readonly string[] | undefined
  texts: readonly TopicText[]
}

/** `language` is empty where the text is that of every language. */
export interface TopicText {
  language: string
  name: string
  description: string
}

const noText: TopicText = { language: '', name: '', description: '' }

export const emptyTopic: TopicForm = { key: '', others: [], texts: [noText] }

export function formOf({ key, name, description }: Topic): TopicForm {
  const languages = [...new Set([...languagesOf(name), ...languagesOf(description)])]
  const texts = (languages.length === 0 ? [''] : languages).map((language) => ({
    language,
    name: textIn(name, language),
    description: textIn(description, language),
  }))
  return { key, others: undefined, texts }
}

export function topicOf({ key, texts }: TopicForm): Topic {
  const description = wordingOf(texts, 'description')
  return {
    key: key.trim(),
    name: wordingOf(texts, 'name') ?? '',
    ...(description === undefined ? {} : { description }),
  }
}

/** Another language; the first text then needs one too. */
export function withLanguage(form: TopicForm): TopicForm {
  return { ...form, texts: [...form.texts, noText] }
}

function languagesOf(wording: Wording | undefined): string[] {
  return wording === undefined || typeof wording === 'string' ? [] : Object.keys(wording)
}

function textIn(wording: Wording | undefined, language: string): string {
  if (wording === undefined) return ''
  return typeof wording === 'string' ? wording : (wording[language] ?? '')
}

function wordingOf(texts: readonly TopicText[], field: 'name' | 'description'): Wording | undefined {
  const said = texts
    .map((text) => [text.language.trim(), text[field].trim()] as const)
    .filter(([, text]) => text !== '')
  const [only] = said
  if (only === undefined) return undefined
  return said.length === 1 && only[0] === '' ? only[1] : Object.fromEntries(said)
}
