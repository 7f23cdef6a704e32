import type { Locale } from './en.ts'

/**
 * Loads a language when a page first needs it: `async () => (await import('./german.ts')).german`. Called once;
 * elements wait for it before they draw for the first time. When it rejects, what is shown stays English.
 */
export type LocaleLoader = () => Promise<Locale>

const loaders = new Map<string, LocaleLoader>([['fr', async () => (await import('./fr.ts')).fr]])
const loaded = new Map<string, Locale>()
const loading = new Map<string, Promise<void>>()
/** Called after a language was added, so that what is drawn already can be drawn in it. */
export const localeListeners = new Set<() => void>()

/**
 * Adds a language, or replaces an existing one: `addLocale('de', german)`, or a function that loads it when a page
 * first needs it. A locale is one object of type `Locale`; `en` is there to copy. `language` is the first part of a
 * `lang`, such as `de`.
 */
export function addLocale(language: string, locale: Locale | LocaleLoader): void {
  loading.delete(language)
  loaded.delete(language)
  if (typeof locale === 'function') loaders.set(language, locale)
  else loaded.set(language, locale)
  for (const listener of [...localeListeners]) listener()
}

/** The texts of a language if they are loaded; undefined while none were requested or where there are none. */
export function localeOf(language: string): Locale | undefined {
  return loaded.get(language)
}

/**
 * Loads the texts of a language; undefined when there is nothing to wait for. What cannot be loaded is left in English.
 */
export function loadLocale(language: string): Promise<void> | undefined {
  const load = loaders.get(language)
  if (load === undefined || loaded.has(language)) return undefined
  let pending = loading.get(language)
  if (pending === undefined) {
    pending = new Promise<Locale>((resolve) => resolve(load())).then(
      (locale) => {
        if (loading.get(language) === pending) loaded.set(language, locale)
      },
      () => {},
    )
    loading.set(language, pending)
  }
  return pending
}
