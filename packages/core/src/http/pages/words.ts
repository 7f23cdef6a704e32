import type { HttpRequest } from '../exchange.ts'
import { languagesOf } from '../languages.ts'

/** A page with a single message. */
export interface PageWords {
  title: string
  text: string
}

/** The texts of the pages that recipients see. */
export interface Words {
  language: string
  unknownLink: PageWords
  unavailable: PageWords
  gone: PageWords
  test: PageWords
  unsubscribe: PageWords & { button: string }
  unsubscribed: PageWords
  preferences: PageWords & { opens: string; clicks: string; readTime: string; button: string; saved: string }
}

const english: Words = {
  language: 'en',
  unknownLink: {
    title: 'This link leads nowhere',
    text: 'It is incomplete or was not made by us. Open the link in the mail again, or copy all of it.',
  },
  unavailable: {
    title: 'One moment, please',
    text: 'This link cannot be opened right now. Try again in a few seconds.',
  },
  gone: {
    title: 'This mail is no longer kept',
    text: 'It was deleted, and nothing about it is kept. You need not do anything.',
  },
  test: {
    title: 'This was a test',
    text: 'You came here from a test mail. In a real one, this page acts for its recipient.',
  },
  unsubscribe: {
    title: 'Unsubscribe',
    text: 'Do you want to stop receiving these mails? Nothing happens until you press the button.',
    button: 'Unsubscribe',
  },
  unsubscribed: {
    title: 'You are unsubscribed',
    text: 'You will not receive these mails any more. You can close this page.',
  },
  preferences: {
    title: 'What may be measured',
    text: 'You go on receiving these mails, whatever you choose. Your choice also holds for mails you have already received.',
    opens: 'That I opened a mail',
    clicks: 'Which links I clicked',
    readTime: 'How long a mail was shown',
    button: 'Save my choice',
    saved: 'Your choice is saved.',
  },
}

const french: Words = {
  language: 'fr',
  unknownLink: {
    title: 'Ce lien ne mène nulle part',
    text: 'Il est incomplet ou ne vient pas de nous. Rouvrez le lien dans le message, ou copiez-le en entier.',
  },
  unavailable: {
    title: 'Un instant, s’il vous plaît',
    text: 'Ce lien ne peut pas s’ouvrir pour le moment. Réessayez dans quelques secondes.',
  },
  gone: {
    title: 'Ce message n’est plus conservé',
    text: 'Il a été supprimé et rien à son sujet n’est conservé. Vous n’avez rien à faire.',
  },
  test: {
    title: 'C’était un test',
    text: 'Vous venez d’un message de test. Dans un vrai message, cette page agit pour son destinataire.',
  },
  unsubscribe: {
    title: 'Se désinscrire',
    text: 'Voulez-vous ne plus recevoir ces messages ? Rien ne se passe tant que vous n’appuyez pas sur le bouton.',
    button: 'Me désinscrire',
  },
  unsubscribed: {
    title: 'Vous êtes désinscrit',
    text: 'Vous ne recevrez plus ces messages. Vous pouvez fermer cette page.',
  },
  preferences: {
    title: 'Ce qui peut être mesuré',
    text: 'Vous continuez à recevoir ces messages, quel que soit votre choix. Il vaut aussi pour les messages déjà reçus.',
    opens: 'Que j’ai ouvert un message',
    clicks: 'Les liens sur lesquels j’ai cliqué',
    readTime: 'Combien de temps un message a été affiché',
    button: 'Enregistrer mon choix',
    saved: 'Votre choix est enregistré.',
  },
}

/** The visitor's language, as far as there are texts: French when it is requested before English. */
export function wordsFor(request: Pick<HttpRequest, 'headers'>): Words {
  const asked = languagesOf(request).map((language) => language.slice(0, 2))
  return asked.find((language) => language === 'fr' || language === 'en') === 'fr' ? french : english
}
