import { en, type Locale } from './en.ts'

const loaded = new Map<string, Locale>([['en', en]])
const loading = new Map<string, Promise<void>>()

/** Every language but English is loaded when a page first needs it. */
const loaders: Record<string, () => Promise<Locale>> = {
  fr: async () => (await import('./fr.ts')).fr,
}

/** The words of a language, English where there are none; undefined while they are on their way. */
export function localeOf(language: string): Locale | undefined {
  return loaders[language] === undefined ? en : loaded.get(language)
}

/** Resolves when the words of a language are there. Those that cannot be loaded are English from then on. */
export function loadLocale(language: string): Promise<void> {
  let pending = loading.get(language)
  if (pending === undefined) {
    pending = (loaders[language]?.() ?? Promise.resolve(en)).then(
      (locale) => void loaded.set(language, locale),
      () => void loaded.set(language, en),
    )
    loading.set(language, pending)
  }
  return pending
}
