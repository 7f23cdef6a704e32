import { escapeHtml } from '../../page/html.ts'
import type { Language } from '../../page/language.ts'
import { INK, link, place, QUIET, SANS } from './mail-parts.ts'

export interface MailLayout {
  lang: Language
  title: string
  /** What the inbox shows after the subject. */
  preheader: string
  /** The colour of the band at the top. */
  color: string
  kicker: string
  headline: string
  rows: string[]
  /** What these are called where an author changes them; without it nothing is marked. */
  labels?: Readonly<Record<'preheader' | 'kicker' | 'headline', string>>
}

const footerWords = {
  fr: {
    view: 'Voir ce message dans le navigateur',
    why: 'Vous recevez ce message au titre des échanges entre {{company}} et l’Atelier du Quai.',
    preferences: 'Vos préférences',
    unsubscribe: 'Se désinscrire',
    legal: 'Mentions légales',
  },
  en: {
    view: 'View this message in your browser',
    why: 'You receive this message because {{company}} and Atelier du Quai know each other.',
    preferences: 'Your preferences',
    unsubscribe: 'Unsubscribe',
    legal: 'Legal notice',
  },
} as const

/**
 * A mail of 600 px that narrows with its window, with the parts Outlook on Windows needs and a footer with the
 * unsubscribe link.
 */
export function mailLayout({ lang, title, preheader, color, kicker, headline, rows, labels }: MailLayout): string {
  const mark = (name: keyof NonNullable<typeof labels>) => (labels === undefined ? '' : place(name, labels[name]))
  const text = footerWords[lang]
  const small = `font:13px/1.6 ${SANS};color:${QUIET};`
  return `<!doctype html>
<html lang="${lang}" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="x-apple-disable-message-reformatting">
<title>${escapeHtml(title)}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><![endif]-->
<style>
@media (max-width: 620px) {
  .pad { padding-left: 22px !important; padding-right: 22px !important; }
  .column { max-width: 100% !important; }
  .headline { font-size: 29px !important; }
}
</style>
</head>
<body style="margin:0;padding:0;background:#efe9e1;-webkit-text-size-adjust:100%;">
<div${mark('preheader')} style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escapeHtml(preheader)}&#8199;&#65279;&#847; &#8199;&#65279;&#847; &#8199;&#65279;&#847;</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" bgcolor="#efe9e1"><tr><td align="center" style="padding:20px 10px;">
<p style="margin:0 0 12px;${small}">${link('{{viewUrl}}', text.view, QUIET)}</p>
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;">
<tr><td class="pad" bgcolor="${color}" style="background:${color};padding:34px 36px 36px;border-radius:8px 8px 0 0;">
<p style="margin:0 0 26px;font:700 14px/1 ${SANS};letter-spacing:.08em;"><a href="https://www.atelier-du-quai.example/" style="color:#ffffff;text-decoration:none;">ATELIER DU QUAI</a></p>
<p${mark('kicker')} style="margin:0 0 8px;font:15px/1.4 ${SANS};color:#ffffff;">${escapeHtml(kicker)}</p>
<h1${mark('headline')} class="headline" style="margin:0;font:600 36px/1.15 Georgia, 'Times New Roman', serif;color:#ffffff;">${headline}</h1>
</td></tr>
${rows.join('\n')}
<tr><td class="pad" bgcolor="#f6f0e8" style="background:#f6f0e8;padding:22px 36px 26px;border-radius:0 0 8px 8px;${small}">
<p style="margin:0 0 8px;color:${INK};">Atelier du Quai · 12, quai des Étoiles · 69000 Lyon</p>
<p style="margin:0 0 8px;">${text.why}</p>
<p style="margin:0;">${link('{{preferencesUrl}}', text.preferences, QUIET)} &nbsp;·&nbsp; ${link('{{unsubscribeUrl}}', text.unsubscribe, QUIET)} &nbsp;·&nbsp; ${link('https://www.atelier-du-quai.example/mentions-legales', text.legal, QUIET)} &nbsp;·&nbsp; ${link('https://social.quai.example/@atelier', 'Social', QUIET)}</p>
</td></tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
`
}
