import type { Language } from './language.ts'

/** Every sentence of the demo's own pages; the elements have their own. */
export interface Words {
  campaigns: string
  receipts: string
  receiptsIntro: string
  inbox: string
  shop: string
  skip: string
  language: string
  demoNote: string
  privacy: string
  outside: string
  noScript: string
  inboxTitle: string
  inboxIntro: string
  searchMails: string
  deleteAll: string
  deleteAllQuestion: string
  noMails: string
  noMailsHint: string
  nothingFound: string
  chooseMail: string
  back: string
  mails: (n: number) => string
  more: string
  from: string
  to: string
  received: string
  htmlView: string
  textView: string
  sourceView: string
  headersView: string
  noHtml: string
  noText: string
  mailGone: string
  unreachable: string
  openCounts: string
  attachments: string
  mailList: string
  views: string
}

const en: Words = {
  campaigns: 'Campaigns',
  receipts: 'Receipts',
  receiptsIntro: 'The shop sends a receipt for each order. Order something there, then open its mail in the inbox.',
  inbox: 'Inbox',
  shop: 'Shop',
  skip: 'Skip to content',
  language: 'Language',
  demoNote:
    'This demo keeps full IP addresses and measures read time, to show everything. The library’s defaults are shortened addresses and no read time.',
  privacy:
    'Everything stays on this machine: companies and contacts are invented, mails go to the inbox on this page, no third party is asked for anything.',
  outside: 'Mails leave through the SMTP server named in SMTP_URL, not to the built-in inbox.',
  noScript: 'This page needs JavaScript.',
  inboxTitle: 'Inbox',
  inboxIntro: 'Every mail the demo sends arrives here. Opening one loads its pixel: that is a real open.',
  searchMails: 'Search sender, recipient or subject',
  deleteAll: 'Delete all',
  deleteAllQuestion: 'Delete all mails of this inbox? The campaigns and their results stay.',
  noMails: 'No mail yet',
  noMailsHint: 'Create a campaign; its mails appear here as they arrive.',
  nothingFound: 'No mail matches this search.',
  chooseMail: 'Choose a mail to open it.',
  back: 'Back to the list',
  mails: (n) => `${n.toLocaleString('en')} ${n === 1 ? 'mail' : 'mails'}`,
  more: 'Show older mails',
  from: 'From',
  to: 'To',
  received: 'Received',
  htmlView: 'HTML',
  textView: 'Text',
  sourceView: 'Source',
  headersView: 'Headers',
  noHtml: 'This mail has no HTML part.',
  noText: 'This mail has no text part.',
  mailGone: 'This mail is no longer here.',
  unreachable: 'The demo does not answer. Is it still running?',
  openCounts: 'Its images come from the tracker: this open counts.',
  attachments: 'Attachments',
  mailList: 'Received mails',
  views: 'Views of this mail',
}

const fr: Words = {
  campaigns: 'Campagnes',
  receipts: 'Reçus',
  receiptsIntro:
    'La boutique envoie un reçu pour chaque commande. Commandez-y quelque chose, puis ouvrez son message dans la boîte de réception.',
  inbox: 'Boîte de réception',
  shop: 'Boutique',
  skip: 'Aller au contenu',
  language: 'Langue',
  demoNote:
    'Cette démo garde les adresses IP entières et mesure le temps de lecture, pour tout montrer. Par défaut, la bibliothèque les tronque et ne mesure pas la lecture.',
  privacy:
    'Tout reste sur cette machine : entreprises et contacts sont inventés, les messages arrivent dans la boîte de cette page, aucun tiers n’est sollicité.',
  outside: 'Les messages partent par le serveur SMTP nommé dans SMTP_URL, et non vers la boîte intégrée.',
  noScript: 'Cette page a besoin de JavaScript.',
  inboxTitle: 'Boîte de réception',
  inboxIntro:
    'Tous les messages envoyés par la démo arrivent ici. En ouvrir un charge son pixel : c’est une vraie ouverture.',
  searchMails: 'Expéditeur, destinataire ou sujet',
  deleteAll: 'Tout supprimer',
  deleteAllQuestion: 'Supprimer tous les messages de cette boîte ? Les campagnes et leurs résultats restent.',
  noMails: 'Aucun message pour l’instant',
  noMailsHint: 'Créez une campagne : ses messages apparaissent ici dès leur arrivée.',
  nothingFound: 'Aucun message ne correspond à cette recherche.',
  chooseMail: 'Choisissez un message pour l’ouvrir.',
  back: 'Retour à la liste',
  mails: (n) => `${n.toLocaleString('fr')} ${n < 2 ? 'message' : 'messages'}`,
  more: 'Afficher les messages plus anciens',
  from: 'De',
  to: 'À',
  received: 'Reçu',
  htmlView: 'HTML',
  textView: 'Texte',
  sourceView: 'Source',
  headersView: 'En-têtes',
  noHtml: 'Ce message n’a pas de partie HTML.',
  noText: 'Ce message n’a pas de partie texte.',
  mailGone: 'Ce message n’est plus là.',
  unreachable: 'La démo ne répond pas. Est-elle encore lancée ?',
  openCounts: 'Ses images viennent du traceur : cette ouverture compte.',
  attachments: 'Pièces jointes',
  mailList: 'Messages reçus',
  views: 'Vues de ce message',
}

export const words: Readonly<Record<Language, Words>> = { en, fr }
