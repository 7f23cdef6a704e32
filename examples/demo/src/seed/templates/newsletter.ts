import type { TemplateInput } from '@sillage/core'
import { regionDocument } from '@sillage/core/document'
import type { Language } from '../../page/language.ts'
import { mailLayout } from './mail-layout.ts'
import { button, columns, heading, link, paragraph, place, row } from './mail-parts.ts'

const COLOR = '#7a3e1d'

const wording = {
  fr: {
    name: 'Lettre de l’atelier',
    subject: '{{firstName}}, trois récoltes arrivent à quai',
    preheader: 'Le café du mois, une visite à Sète et une recette glacée.',
    kicker: 'La lettre de l’atelier, n° 27',
    headline: 'Trois récoltes arrivent à quai',
    hello: 'Bonjour {{firstName}},',
    intro:
      'Les sacs sont arrivés mardi à l’aube. Nous avons torréfié tout de suite, et le premier lot part cette semaine vers {{city}}.',
    action: 'Goûter le Café du Port',
    story: 'Ce que disent les cueilleuses',
    storyText: 'Une récolte tardive, des grains plus denses : nous leur avons demandé ce que cela change.',
    read: 'Lire leur récit',
    recipe: 'La recette glacée',
    recipeText: 'Douze heures d’infusion, une écorce d’orange, rien d’autre.',
    see: 'Voir la recette',
    visit: 'Nous ouvrons l’atelier chaque premier samedi.',
    book: 'Choisir une date',
    or: 'ou',
    map: 'voir le plan',
    labels: {
      preheader: 'Texte d’aperçu',
      kicker: 'Surtitre',
      headline: 'Titre',
      hello: 'Formule d’appel',
      intro: 'Introduction',
      action: 'Bouton',
      story: 'Titre de gauche',
      storyText: 'Texte de gauche',
      read: 'Lien de gauche',
      recipe: 'Titre de droite',
      recipeText: 'Texte de droite',
      see: 'Lien de droite',
      visit: 'Dernières lignes',
    },
  },
  en: {
    name: 'Workshop newsletter (English)',
    subject: '{{firstName}}, three harvests have landed',
    preheader: 'Coffee of the month, a visit to Sète and an iced recipe.',
    kicker: 'The workshop letter, no. 27',
    headline: 'Three harvests have landed',
    hello: 'Hello {{firstName}},',
    intro:
      'The sacks came in at dawn on Tuesday. We roasted at once, and the first batch leaves for {{city}} this week.',
    action: 'Taste the Harbour Blend',
    story: 'What the pickers say',
    storyText: 'A late harvest and denser beans: we asked them what that changes.',
    read: 'Read their story',
    recipe: 'The iced recipe',
    recipeText: 'Twelve hours of infusion, a strip of orange peel, nothing else.',
    see: 'See the recipe',
    visit: 'The workshop opens on the first Saturday of every month.',
    book: 'Choose a date',
    or: 'or',
    map: 'see the map',
    labels: {
      preheader: 'Preview text',
      kicker: 'Line above the title',
      headline: 'Title',
      hello: 'Salutation',
      intro: 'Introduction',
      action: 'Button',
      story: 'Title on the left',
      storyText: 'Text on the left',
      read: 'Link on the left',
      recipe: 'Title on the right',
      recipeText: 'Text on the right',
      see: 'Link on the right',
      visit: 'Last lines',
    },
  },
} as const

/**
 * A letter with one main button and two stories, whose designer marked what an author changes each month. `shopUrl` is
 * where its local link leads.
 */
export function newsletter(lang: Language, shopUrl: string): TemplateInput {
  const text = wording[lang]
  const action = `${shopUrl}/cafe-du-port?lang=${lang}`
  const story = 'https://recits.atelier-du-quai.example/cueilleuses?edition=27&lang=fr'
  const mark = (name: keyof typeof text.labels) => place(name, text.labels[name])
  const recipe = 'https://recettes.atelier-du-quai.example/infusion-glacee'
  return {
    name: text.name,
    subject: text.subject,
    document: regionDocument(
      mailLayout({
        lang,
        title: text.headline,
        preheader: text.preheader,
        color: COLOR,
        kicker: text.kicker,
        headline: text.headline,
        labels: text.labels,
        rows: [
          row(
            paragraph(text.hello, mark('hello')) +
              paragraph(text.intro, mark('intro')) +
              button({ href: action, label: text.action, color: COLOR, mark: mark('action') }),
          ),
          row(
            columns(
              heading(text.story, mark('story')) +
                paragraph(text.storyText, mark('storyText')) +
                link(escaped(story), text.read, COLOR, mark('read')),
              heading(text.recipe, mark('recipe')) +
                paragraph(text.recipeText, mark('recipeText')) +
                link(recipe, text.see, COLOR, mark('see')),
            ),
            { background: '#fbf6ee' },
          ),
          row(
            paragraph(
              `${text.visit} ${link('https://visites.atelier-du-quai.example/agenda', text.book, COLOR)} ${text.or} ${link('https://plans.quai.example/atelier#acces', text.map, COLOR)}.`,
              mark('visit'),
            ),
          ),
        ],
      }),
    ),
  }
}

const escaped = (url: string) => url.replaceAll('&', '&amp;')
