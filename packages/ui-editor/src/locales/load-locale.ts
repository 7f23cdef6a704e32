import type { Locale } from './en.ts'

/** Loads a language when a page first needs it: `async () => (await import('./german.ts')).german`. */
export type LocaleLoader = () => Promise<Locale>

const loaders = new Map<string, LocaleLoader>([['fr', async () => (await import('./fr.ts')).fr]])
const loaded = new Map<string, Locale>()
/** Called when there are texts that were not there before. */
export const localeListeners = new Set<() => void>()

/**
 * Adds a language of the editor, or replaces one: `addLocale('de', german)`, or a function that loads it when a page
 * first needs it. A locale is one object of type `Locale`; `en` is there to copy. `language` is the first part of a
 * `lang`, such as `de`.
 */
export function addLocale(language: string, locale: Locale | LocaleLoader): void {
  loaded.delete(language)
  if (typeof locale === 'function') loaders.set(language, locale)
  else loaded.set(language, locale)
  tell()
}

/**
 * The texts of a language; undefined where there are none, or not yet: then they are loaded, and the listeners called.
 * What cannot be loaded is left in English.
 */
export function localeOf(language: string): Locale | undefined {
  const load = loaders.get(language)
  if (!loaded.has(language) && load !== undefined) {
    // Asked for once; `addLocale` may give it another loader.
    loaders.delete(language)
    new Promise<Locale>((resolve) => resolve(load())).then(
      (locale) => {
        loaded.set(language, locale)
        tell()
      },
      () => {},
    )
  }
  return loaded.get(language)
}

function tell(): void {
  for (const listener of [...localeListeners]) listener()
}
