export type PageLanguage = 'en' | 'fr'

/** What the page says beside the elements. */
interface PageWords {
  title: string
  signIn: string
  signInText: string
  again: string
  keyTitle: string
  keyText: string
  key: string
  open: string
  wrongKey: string
  trouble: string
  noScript: string
}

export const pageWords: Readonly<Record<PageLanguage, PageWords>> = {
  en: {
    title: 'Campaigns',
    signIn: 'Sign in first',
    signInText: 'You are not signed in to this site, or may not manage campaigns. Sign in, then try again.',
    again: 'Try again',
    keyTitle: 'Campaigns',
    keyText: 'Enter the key of this site to manage campaigns. It is kept until you close this tab.',
    key: 'Key',
    open: 'Open',
    wrongKey: 'This key is not accepted. Check it, then try again.',
    trouble: 'The server did not answer as expected. Try again in a moment.',
    noScript: 'This page needs JavaScript. Allow it for this site, then load the page again.',
  },
  fr: {
    title: 'Campagnes',
    signIn: 'Connectez-vous d’abord',
    signInText:
      'Vous n’êtes pas connecté à ce site, ou vous ne pouvez pas gérer les campagnes. Connectez-vous, puis réessayez.',
    again: 'Réessayer',
    keyTitle: 'Campagnes',
    keyText:
      'Saisissez la clé de ce site pour gérer les campagnes. Elle est gardée jusqu’à la fermeture de cet onglet.',
    key: 'Clé',
    open: 'Ouvrir',
    wrongKey: 'Cette clé n’est pas acceptée. Vérifiez-la, puis réessayez.',
    trouble: 'Le serveur n’a pas répondu comme prévu. Réessayez dans un instant.',
    noScript: 'Cette page a besoin de JavaScript. Autorisez-le pour ce site, puis rechargez la page.',
  },
}

/** The first of the visitor's languages that there are words for, else English. */
export function languageFor(languages: readonly string[]): PageLanguage {
  const known = languages
    .map((language) => language.split('-', 1)[0])
    .find((language) => language === 'fr' || language === 'en')
  return known === 'fr' ? 'fr' : 'en'
}
