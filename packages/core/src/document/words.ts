/** The words of a mail that no author writes. */
export interface RenderWords {
  unsubscribe: string
  viewInBrowser: string
}

const english: RenderWords = { unsubscribe: 'Unsubscribe', viewInBrowser: 'View in browser' }
const french: RenderWords = { unsubscribe: 'Se désabonner', viewInBrowser: 'Voir dans le navigateur' }

/** The words in the language of a document; in English where there are none. */
export function wordsIn(lang: string | undefined): RenderWords {
  return lang !== undefined && /^fr(?:-|$)/i.test(lang) ? french : english
}
