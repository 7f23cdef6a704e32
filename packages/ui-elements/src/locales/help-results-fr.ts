import type { HelpText } from './help-en.ts'

export const helpResultsFr: readonly HelpText[] = [
  {
    title: 'Ouvertures et clics',
    text: [
      'Une ouverture se voit quand les images d’un e-mail se chargent ; un clic, quand un lien est suivi. Chaque personne compte une fois, même si elle revient ; « en tout » compte chaque fois.',
      'Qui lit sans images n’est pas vu, et certaines messageries les chargent sans que personne ne lise. Comparez les campagnes entre elles, et fiez-vous aux clics plus qu’aux ouvertures.',
    ],
  },
  {
    title: 'Robots',
    text: [
      'Les messageries et les robots de sécurité regardent aussi les e-mails. Ce que l’on sait venir d’eux reste à l’écart de tous les chiffres ; « Montrer les robots » dit combien.',
    ],
  },
  {
    title: 'Dès la remise',
    text: [
      'Peu de gens ouvrent un e-mail dans les secondes qui suivent son arrivée. Ce qui vient si tôt est souvent un robot que rien d’autre ne trahit, mais c’est peut-être quelqu’un de rapide : cela compte donc, et le nombre est indiqué à côté.',
      'S’il y en a beaucoup, la personne qui gère cette application peut les écarter des chiffres, même pour les campagnes passées : par l’option « tracking.rules.earlyHits » avec la valeur « leave-out ».',
    ],
  },
  {
    title: 'Logiciels et appareils',
    text: [
      'Les ouvertures montrent la messagerie, les clics le navigateur où le lien s’est ouvert. Un navigateur peut donc avoir beaucoup de clics et peu d’ouvertures.',
      'Certaines messageries chargent les images à la place de leurs lecteurs, et cachent l’appareil. Un iPad dit le plus souvent qu’il est un ordinateur.',
    ],
  },
  {
    title: 'Taux et temps de lecture',
    text: [
      'Un taux porte sur les e-mails envoyés qui ont pu être mesurés : qui n’y a pas consenti ne fait baisser aucun taux.',
      'Peu de messageries laissent mesurer le temps de lecture : il est donné avec le nombre de lecteurs mesurés.',
    ],
  },
]
