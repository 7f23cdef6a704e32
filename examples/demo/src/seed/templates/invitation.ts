import type { TemplateInput } from '@sillage/core'
import { button, document, field, footer, heading, paragraph } from '@sillage/core/document'
import type { Language } from '../../page/language.ts'

const wording = {
  fr: {
    name: 'Invitation au salon',
    subject: '{{firstName}}, on se voit à Lyon le 12 décembre ?',
    preheader: 'Une dégustation à l’heure juste, toutes les heures, stand B 14.',
    kicker: 'Salon des Ateliers · Lyon · 12 décembre',
    headline: ['Votre tasse vous attend, ', field('firstName', 'cher client')],
    hello: 'Bonjour ',
    friend: 'et bienvenue',
    intro: [
      'Le salon ouvre ses portes le 12 décembre. Une table y est retenue pour ',
      field('company'),
      ' : nous serions heureux de vous accueillir pour une dégustation de vingt minutes.',
    ],
    action: 'Réserver ma place',
    programme: 'Au programme',
    items: [
      'Quatre cafés, deux thés, une surprise',
      'La torréfaction expliquée sur une petite machine',
      'Un sachet à emporter',
    ],
    full: 'Tout le programme',
    how: 'Comment venir',
    howText: [
      'Le tramway s’arrête devant le hall. Depuis ',
      field('city'),
      ', un train direct ou une correspondance suffit.',
    ],
    map: 'Plan du hall',
    trains: 'Horaires des trains',
    decline: 'Pas libre ce jour-là ?',
    other: 'Proposez-nous une autre date',
    write: 'ou écrivez-nous',
  },
  en: {
    name: 'Trade fair invitation (English)',
    subject: '{{firstName}}, shall we meet in Lyon on 12 December?',
    preheader: 'A tasting every hour, on the hour, stand B 14.',
    kicker: 'Salon des Ateliers · Lyon · 12 December',
    headline: ['Your cup is waiting, ', field('firstName', 'dear customer')],
    hello: 'Hello ',
    friend: 'there',
    intro: [
      'The fair opens on 12 December. We would be glad to welcome the people of ',
      field('company'),
      ' to a tasting of twenty minutes.',
    ],
    action: 'Keep my place',
    programme: 'What to expect',
    items: ['Four coffees, two teas, one surprise', 'Roasting explained on a small machine', 'A bag to take home'],
    full: 'The whole programme',
    how: 'Getting there',
    howText: ['The tram stops in front of the hall. From ', field('city'), ' it is a direct train or one change.'],
    map: 'Map of the hall',
    trains: 'Train times',
    decline: 'Not free on that day?',
    other: 'Suggest another date',
    write: 'or write to us',
  },
} as const

/**
 * An invitation to a fair, of blocks and without HTML: one button, a programme, the way there. `shopUrl` is where its
 * local link leads.
 */
export function invitation(lang: Language, shopUrl: string): TemplateInput {
  const text = wording[lang]
  const items = text.items.map((item) => ({ type: 'list_item' as const, content: [paragraph(item)] }))
  const programme = [
    heading(2, text.programme),
    { type: 'bullet_list' as const, content: items },
    paragraph({ link: 'https://salon.ateliers.example/programme', text: text.full }),
  ]
  const way = [
    heading(2, text.how),
    paragraph(...text.howText),
    paragraph({ link: 'https://plans.quai.example/salon?hall=B&stand=14', text: text.map }),
    paragraph({ link: 'https://trains.example/lyon', text: text.trains }),
  ]
  return {
    name: text.name,
    subject: text.subject,
    document: document(
      [
        paragraph(text.kicker),
        heading(1, ...text.headline),
        paragraph(text.hello, field('name', text.friend), ','),
        paragraph(...text.intro),
        button(text.action, `${shopUrl}/invitation?lang=${lang}`),
        {
          type: 'columns',
          content: [
            { type: 'column', content: programme },
            { type: 'column', content: way },
          ],
        },
        { type: 'divider' },
        paragraph(
          `${text.decline} `,
          { link: 'https://agenda.atelier-du-quai.example/proposer', text: text.other },
          ' ',
          { link: 'mailto:bonjour@atelier-du-quai.example', text: text.write },
          '.',
        ),
        footer('Atelier du Quai · 12, quai des Étoiles · 69000 Lyon'),
      ],
      { lang, preheader: text.preheader },
    ),
  }
}
