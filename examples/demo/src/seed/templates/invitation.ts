import type { TemplateInput } from '@sillage/core'
import type { Language } from '../../page/language.ts'
import { mailLayout } from './mail-layout.ts'
import { button, columns, heading, link, paragraph, row } from './mail-parts.ts'

const COLOR = '#3c2a4d'

const wording = {
  fr: {
    name: 'Invitation au salon',
    subject: '{{firstName}}, on se voit à Lyon le 12 décembre ?',
    preheader: 'Une dégustation à l’heure juste, toutes les heures, stand B 14.',
    kicker: 'Salon des Ateliers · Lyon · 12 décembre',
    headline: 'Votre tasse vous attend, {{firstName}}',
    hello: 'Bonjour {{name}},',
    intro:
      'Le salon ouvre ses portes le 12 décembre. Une table y est retenue pour {{company}} : nous serions heureux de vous accueillir pour une dégustation de vingt minutes.',
    action: 'Réserver ma place',
    programme: 'Au programme',
    items: [
      'Quatre cafés, deux thés, une surprise',
      'La torréfaction expliquée sur une petite machine',
      'Un sachet à emporter',
    ],
    full: 'Tout le programme',
    how: 'Comment venir',
    howText: 'Le tramway s’arrête devant le hall. Depuis {{city}}, un train direct ou une correspondance suffit.',
    map: 'Plan du hall',
    trains: 'Horaires des trains',
    decline: 'Pas libre ce jour-là ?',
    other: 'Proposez-nous une autre date',
    write: 'ou écrivez-nous',
  },
  en: {
    name: 'Trade fair invitation (English)',
    subject: '{{firstName}}, shall we meet in Lyon on 12 December?',
    preheader: 'A tasting every hour, on the hour, stand B 14.',
    kicker: 'Salon des Ateliers · Lyon · 12 December',
    headline: 'Your cup is waiting, {{firstName}}',
    hello: 'Hello {{name}},',
    intro:
      'The fair opens on 12 December. We would be glad to welcome the people of {{company}} to a tasting of twenty minutes.',
    action: 'Keep my place',
    programme: 'What to expect',
    items: ['Four coffees, two teas, one surprise', 'Roasting explained on a small machine', 'A bag to take home'],
    full: 'The whole programme',
    how: 'Getting there',
    howText: 'The tram stops in front of the hall. From {{city}} it is a direct train or one change.',
    map: 'Map of the hall',
    trains: 'Train times',
    decline: 'Not free on that day?',
    other: 'Suggest another date',
    write: 'or write to us',
  },
} as const

/** An invitation to a fair: one button, a programme, the way there. `shopUrl` is where its local link leads. */
export function invitation(lang: Language, shopUrl: string): TemplateInput {
  const text = wording[lang]
  const action = `${shopUrl}/invitation?lang=${lang}`
  const list = text.items.map((item) => `<li style="margin:0 0 6px;">${item}</li>`).join('')
  return {
    name: text.name,
    subject: text.subject,
    html: mailLayout({
      lang,
      title: text.kicker,
      preheader: text.preheader,
      color: COLOR,
      kicker: text.kicker,
      headline: text.headline,
      rows: [
        row(paragraph(text.hello) + paragraph(text.intro) + button({ href: action, label: text.action, color: COLOR })),
        row(
          columns(
            `${heading(text.programme)}<ul style="margin:0 0 14px;padding-left:20px;font:16px/1.5 Georgia, serif;color:#2b2420;">${list}</ul>${link('https://salon.ateliers.example/programme', text.full, COLOR)}`,
            `${heading(text.how)}${paragraph(text.howText)}${link('https://plans.quai.example/salon?hall=B&amp;stand=14', text.map, COLOR)} &nbsp; ${link('https://trains.example/lyon', text.trains, COLOR)}`,
          ),
          { background: '#f7f2fa' },
        ),
        row(
          paragraph(
            `${text.decline} ${link('https://agenda.atelier-du-quai.example/proposer', text.other, COLOR)} ${link('mailto:bonjour@atelier-du-quai.example', text.write, COLOR)}.`,
          ),
        ),
      ],
    }),
    text: `${text.hello}\n\n${text.intro}\n\n${text.action}: ${action}\n\n${text.items.map((item) => `- ${item}`).join('\n')}\n\n{{unsubscribeUrl}}\n`,
  }
}
