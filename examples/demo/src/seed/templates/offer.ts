import type { TemplateInput } from '@sillage/core'
import { mailLayout } from './mail-layout.ts'
import { button, columns, heading, link, paragraph, row, SANS } from './mail-parts.ts'

const COLOR = '#0b6b7a'

/**
 * An offer with a code for each contact: the main link is personalised, so that it leads each reader to their own code.
 */
export function offer(shopUrl: string): TemplateInput {
  const action = `${shopUrl}/offre/{{offer}}?lang=fr`
  const box = `${shopUrl}/coffret-bureau?lang=fr`
  return {
    name: 'Offre de bienvenue',
    subject: '{{company}} : votre remise de 20 % jusqu’à dimanche',
    html: mailLayout({
      lang: 'fr',
      title: 'Votre remise de bienvenue',
      preheader: 'Un code à votre nom, valable sur toute la boutique jusqu’à dimanche soir.',
      color: COLOR,
      kicker: 'Pour {{company}}, à {{city}}',
      headline: 'Moins 20 % sur votre première commande',
      rows: [
        row(
          `${paragraph('Bonjour {{firstName}},')}${paragraph('Votre équipe a goûté, vous avez aimé : voici de quoi recommencer. Le code est déjà attaché à votre lien.')}<p style="margin:0 0 20px;padding:16px;border:2px dashed ${COLOR};border-radius:8px;text-align:center;font:700 22px/1.2 ${SANS};letter-spacing:.06em;color:${COLOR};">{{offer}}</p>${button({ href: action, label: 'Utiliser ma remise', color: COLOR })}`,
        ),
        row(
          columns(
            `${heading('Coffret Bureau')}${paragraph('Trois cafés, un thé et douze tasses, pour un mois de pauses.')}${link(box, 'Voir le coffret', COLOR)}`,
            `${heading('Ce qu’ils en disent')}${paragraph('« La machine ne refroidit plus. » Ils sont 412 bureaux à nous faire confiance.')}${link('https://avis.quai.example/atelier?tri=recents&amp;page=1', 'Lire les avis', COLOR)}`,
          ),
          { background: '#eff7f8' },
        ),
        row(
          `${heading('Bon à savoir')}${paragraph(`${link('https://www.atelier-du-quai.example/livraison', 'Livraison offerte', COLOR)} dès 60 €, ${link('https://www.atelier-du-quai.example/retours', 'retours sous 30 jours', COLOR)}, ${link('https://aide.atelier-du-quai.example/', 'une question ?', COLOR)} Toutes les conditions sont ${link('https://www.atelier-du-quai.example/conditions#remises', 'sur cette page', COLOR)}.`)}`,
        ),
      ],
    }),
    text: `Bonjour {{firstName}},\n\nVotre code : {{offer}}\nUtiliser ma remise : ${action}\nLe coffret : ${box}\n\n{{unsubscribeUrl}}\n`,
  }
}
