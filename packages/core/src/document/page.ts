import type { BrandColours } from '../domain/brand.ts'
import { gutter, type RenderContext, table } from './context.ts'

/** What stands on the page around the rows of a mail. */
export interface PageParts {
  lang: string
  title: string
  rows: string
  footer: string
}

/**
 * The whole page. Styles are inline; the head holds three blocks of them, because a mail program that cannot read one
 * drops all of it: for all, for a dark device, and for Outlook.com, which marks what it changed.
 */
export function page({ lang, title, rows, footer }: PageParts, { brand, colours }: RenderContext): string {
  const surface = `max-width:${brand.width}px;background-color:${colours.surface};border-radius:${brand.radius}px`
  return `<!doctype html>
<html lang="${lang}" dir="auto" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${title}</title>
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>table{border-collapse:collapse}td,p,h1,h2,h3,a,li{mso-line-height-rule:exactly}</style><![endif]-->
<style>${generalRules(brand.width)}</style>
<style>@media (prefers-color-scheme:dark){${inks('', brand.dark)}${grounds('', brand.dark)}}</style>
<style>${inks('[data-ogsc] ', brand.dark)}${grounds('[data-ogsb] ', brand.dark)}</style>
</head>
<body class="s-page" style="margin:0;padding:0;background-color:${colours.page}">
<div role="article" aria-roledescription="email" lang="${lang}">
<${table} class="s-page" width="100%" bgcolor="${colours.page}" style="background-color:${colours.page}"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><${table} width="${brand.width}"><tr><td><![endif]-->
<${table} class="s-surface" width="100%" bgcolor="${colours.surface}" style="${surface}">
${spacer(gutter)}
${rows}
${spacer(12)}
</table>
${footer}
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</div>
</body>
</html>
`
}

const spacer = (height: number): string =>
  `<tr><td height="${height}" style="height:${height}px;font-size:0;line-height:0">&nbsp;</td></tr>`

/** The media query only lets columns and pictures fill the width of a phone; nothing else depends on it. */
function generalRules(width: number): string {
  const narrow = [
    '.s-col{max-width:100%!important}',
    '.s-cell{padding-right:0!important}',
    '.s-pad{padding-left:20px!important;padding-right:20px!important}',
    '.s-img{max-width:100%!important;height:auto!important}',
  ]
  return [
    ':root{color-scheme:light dark}',
    'body{-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}',
    'a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important}',
    `@media (max-width:${width - 1}px){${narrow.join('')}}`,
  ].join('')
}

function inks(under: string, dark: BrandColours): string {
  const colours = { text: dark.text, muted: dark.muted, link: dark.link, label: dark.buttonText }
  return rules(under, colours, 'color')
}

function grounds(under: string, dark: BrandColours): string {
  const colours = { page: dark.page, surface: dark.surface, button: dark.button }
  return rules(under, colours, 'background-color') + rules(under, { line: dark.line }, 'border-color')
}

function rules(under: string, colours: Record<string, string>, property: string): string {
  return Object.entries(colours)
    .map(([name, colour]) => `${under}.s-${name}{${property}:${colour}!important}`)
    .join('')
}
