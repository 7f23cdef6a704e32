import type { Locale } from './en.ts'

/** In French zero and one are singular. */
const s = (count: number) => (count < 2 ? '' : 's')

export const resultsFr: Pick<Locale, 'programs' | 'stream' | 'help'> = {
  help: { writing: 'Comment écrire un e-mail', results: 'Comment lire ces chiffres' },
  programs: {
    title: 'Logiciels et appareils',
    program: 'Logiciel',
    device: 'Appareil',
    machines: 'Robots',
    all: (n) => `Montrer les ${n} logiciels`,
    fewer: 'En montrer moins',
    none: 'Des robots seulement, pour l’instant.',
    failed: 'Les logiciels n’ont pas pu être chargés',
    devices: { phone: 'Téléphone', tablet: 'Tablette', computer: 'Ordinateur', unknown: 'Inconnu' },
    names: {
      other: 'Autre logiciel',
      robot: 'Autre robot',
      unknown: 'Inconnu',
      'Mail program': 'Autre messagerie',
    },
  },
  stream: {
    period: 'Période',
    periods: {
      day: '24 heures',
      week: '7 jours',
      month: '30 jours',
      quarter: '90 jours',
      all: 'Tout',
      own: 'Du … au …',
    },
    from: 'Du',
    until: 'Au',
    backwards: 'Le premier jour est après le dernier.',
    paused: 'En pause : ses e-mails attendent la reprise.',
    none: 'Aucun e-mail de ce genre pour l’instant. Les chiffres apparaîtront ici avec le premier.',
    title: 'E-mails',
    titleHint: 'De tous les temps, les plus récents d’abord',
    ref: 'Référence',
    clicked: 'Ont reçu et cliqué',
    all: 'Montrer tous les e-mails',
    empty: 'Aucun e-mail pour l’instant.',
    failed: 'Les e-mails n’ont pas pu être chargés',
    count: (n, count) => `${n} e-mail${s(count)}`,
    countMore: (n) => `${n}+ e-mails`,
  },
}
