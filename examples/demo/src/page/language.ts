export type Language = 'en' | 'fr'

/** The language of a page: `?lang=`, else the browser's, else English. */
export function languageOf(request: { query: unknown; headers: { 'accept-language'?: string | undefined } }): Language {
  const { lang } = request.query as { lang?: unknown }
  if (lang === 'fr' || lang === 'en') return lang
  return /^\s*fr\b/i.test(request.headers['accept-language'] ?? '') ? 'fr' : 'en'
}
