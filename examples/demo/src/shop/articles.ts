import type { Language } from '../page/language.ts'

/** A page of the invented roaster's shop: a destination for clicked links. */
export interface Article {
  slug: string
  /** Two colours of its picture. */
  tones: readonly [string, string]
  price: string | undefined
  /** Whether it can be ordered. */
  sold: boolean
  words: Readonly<Record<Language, { title: string; lead: string; text: string }>>
}

export const articles: readonly Article[] = [
  {
    slug: 'cafe-du-port',
    tones: ['#7a3e1d', '#d9a066'],
    price: '14,50 € / 500 g',
    sold: true,
    words: {
      fr: {
        title: 'Café du Port',
        lead: 'Noisette, cacao, fleur d’oranger',
        text: 'L’assemblage de tous les matins, torréfié le mardi et livré le jeudi. Il supporte le lait et les réunions longues.',
      },
      en: {
        title: 'Harbour Blend',
        lead: 'Hazelnut, cocoa, orange blossom',
        text: 'The every-morning blend, roasted on Tuesday and delivered on Thursday. It stands up to milk and to long meetings.',
      },
    },
  },
  {
    slug: 'the-des-brumes',
    tones: ['#2f5d50', '#a8c9a1'],
    price: '11,00 € / 100 g',
    sold: true,
    words: {
      fr: {
        title: 'Thé des Brumes',
        lead: 'Vert, végétal, très doux',
        text: 'Une récolte d’altitude, peu travaillée. Trois infusions par feuille, la deuxième est la meilleure.',
      },
      en: {
        title: 'Mist Tea',
        lead: 'Green, grassy, very mild',
        text: 'Grown high and handled little. Three infusions a leaf; the second is the best.',
      },
    },
  },
  {
    slug: 'coffret-bureau',
    tones: ['#0b6b7a', '#8fd0d8'],
    price: '59,00 €',
    sold: true,
    words: {
      fr: {
        title: 'Coffret Bureau',
        lead: 'Trois cafés, un thé, douze tasses',
        text: 'De quoi accueillir une équipe de douze pendant un mois. Les tasses reviennent chez nous quand elles sont ébréchées.',
      },
      en: {
        title: 'Office Box',
        lead: 'Three coffees, one tea, twelve cups',
        text: 'Enough to look after a team of twelve for a month. The cups come back to us when they are chipped.',
      },
    },
  },
  {
    slug: 'invitation',
    tones: ['#3c2a4d', '#b592d6'],
    price: undefined,
    sold: false,
    words: {
      fr: {
        title: 'Votre place est retenue',
        lead: 'Salon des Ateliers, Lyon, 12 décembre, stand B 14',
        text: 'Présentez-vous à l’accueil avec votre nom : la dégustation commence toutes les heures, à l’heure juste.',
      },
      en: {
        title: 'Your place is kept',
        lead: 'Salon des Ateliers, Lyon, 12 December, stand B 14',
        text: 'Give your name at the desk: a tasting begins every hour, on the hour.',
      },
    },
  },
  {
    slug: 'offre',
    tones: ['#8a2f1c', '#f0a985'],
    price: '− 20 %',
    sold: false,
    words: {
      fr: {
        title: 'Votre remise est prête',
        lead: 'Elle s’applique à la première commande',
        text: 'Choisissez vos cafés : la remise se déduit au moment de payer, sans code à recopier.',
      },
      en: {
        title: 'Your discount is ready',
        lead: 'It applies to the first order',
        text: 'Choose your coffees: the discount comes off when you pay, without a code to copy.',
      },
    },
  },
]
