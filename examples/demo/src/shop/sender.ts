import { type BrandInput, defineBrand, type Topic } from '@sillage/core'

/** What one can leave, as the page of choices names it. */
export const topics: Topic[] = [
  {
    key: 'news',
    name: { en: 'News of the workshop', fr: 'La lettre de l’atelier' },
    description: { en: 'What is new, once a month', fr: 'Les nouveautés, une fois par mois' },
  },
  {
    key: 'offers',
    name: { en: 'Offers', fr: 'Offres' },
    description: { en: 'Discounts for regular customers', fr: 'Des remises pour les habitués' },
  },
  {
    key: 'fairs',
    name: { en: 'Fairs and events', fr: 'Salons et rencontres' },
    description: { en: 'When we are in your town', fr: 'Quand nous passons dans votre ville' },
  },
]

/** What the workshop looks like in the pages that its recipients reach. */
export const brandOf = (url: string): BrandInput =>
  defineBrand({
    logo: { src: `${url}/shop/logo.svg`, alt: 'Atelier du Quai', width: 190, href: `${url}/shop` },
    headingFont: "Georgia, 'Times New Roman', serif",
    light: { page: '#f6f1ea', line: '#e5dacb', link: '#8a3d1f', button: '#8a3d1f' },
    dark: {
      page: '#17110d',
      surface: '#221a14',
      line: '#3b2e25',
      link: '#f0a47f',
      button: '#f0a47f',
      buttonText: '#2a1409',
    },
  })

/** Dark and light pages both show it: it stands on a ground of its own. */
export const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 88"><title>Atelier du Quai</title><rect width="380" height="88" rx="16" fill="#8a3d1f"/><path d="M24 56c22-9 38 6 60-2s34-8 44-2" fill="none" stroke="#f7d9c8" stroke-width="5" stroke-linecap="round"/><path d="M24 40c22-9 38 6 60-2s34-8 44-2" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/><text x="150" y="55" font-family="Georgia, serif" font-size="30" fill="#fff">Atelier du Quai</text></svg>'
