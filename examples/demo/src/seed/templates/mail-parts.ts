import { escapeHtml } from '../../page/html.ts'

export const INK = '#2b2420'
export const QUIET = '#6b6057'
const PAPER = '#fffdf9'
const SERIF = "Georgia, 'Times New Roman', serif"
export const SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"

/** Marks an element as a place whose words an author changes; `label` is what they read. */
export const place = (name: string, label: string): string =>
  ` data-edit="${name}" data-edit-label="${escapeHtml(label)}"`

/**
 * A button that every client draws: VML for Outlook on Windows, a padded link for all others. Both lead to the same
 * address.
 */
export function button(options: { href: string; label: string; color: string; width?: number; mark?: string }): string {
  const { href, label, color, width = 260, mark = '' } = options
  const text = escapeHtml(label)
  return `<!--[if mso]>
<v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w="urn:schemas-microsoft-com:office:word" href="${href}" style="height:46px;v-text-anchor:middle;width:${width}px;" arcsize="14%" stroke="f" fillcolor="${color}">
<w:anchorlock/>
<center${mark} style="color:#ffffff;font-family:Arial,sans-serif;font-size:16px;font-weight:bold;">${text}</center>
</v:roundrect>
<![endif]--><!--[if !mso]><!-->
<a${mark} href="${href}" style="display:inline-block;background:${color};color:#ffffff;font:600 16px/46px ${SANS};text-decoration:none;padding:0 28px;border-radius:6px;">${text}</a>
<!--<![endif]-->`
}

export function paragraph(html: string, mark = ''): string {
  return `<p${mark} style="margin:0 0 16px;font:17px/1.6 ${SERIF};color:${INK};">${html}</p>`
}

export function heading(text: string, mark = ''): string {
  return `<h2${mark} style="margin:0 0 10px;font:600 22px/1.3 ${SERIF};color:${INK};">${escapeHtml(text)}</h2>`
}

export function link(href: string, label: string, color: string, mark = ''): string {
  return `<a${mark} href="${href}" style="color:${color};">${escapeHtml(label)}</a>`
}

/** A row of the mail, as wide as it is; `html` inside the usual margins. */
export function row(html: string, options: { background?: string; padding?: string } = {}): string {
  const { background = PAPER, padding = '28px 36px' } = options
  return `<tr><td class="pad" bgcolor="${background}" style="background:${background};padding:${padding};">
${html}
</td></tr>`
}

/** Two cells beside each other that stack on a phone; Outlook gets them as a table of its own. */
export function columns(left: string, right: string): string {
  const cell = (html: string) =>
    `<div class="column" style="display:inline-block;width:100%;max-width:256px;vertical-align:top;padding-bottom:12px;">${html}</div>`
  return `<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td width="256" valign="top"><![endif]-->
${cell(left)}
<!--[if mso]></td><td width="16"></td><td width="256" valign="top"><![endif]-->
${cell(right)}
<!--[if mso]></td></tr></table><![endif]-->`
}
