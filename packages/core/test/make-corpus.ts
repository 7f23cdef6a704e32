// Writes the generated mails of the corpus: MJML output, and variants in which single bytes matter. Run from this
// folder.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

const corpus = new URL('./corpus/', import.meta.url)
const write = (name: string, text: string) => writeFileSync(new URL(name, corpus), text)
const read = (name: string) => readFileSync(new URL(name, corpus), 'utf8')

/** What is used of mjml, which has no types. */
interface Mjml {
  default(source: string, options: { validationLevel: string }): Promise<{ html: string; errors: unknown[] }>
}
const specifier: string = 'mjml'
const mjml: Mjml = await import(specifier)

for (const file of readdirSync(new URL('mjml/', corpus))) {
  const { html, errors } = await mjml.default(read(`mjml/${file}`), { validationLevel: 'strict' })
  if (errors.length > 0) throw new Error(`${file}: ${JSON.stringify(errors)}`)
  write(`mjml-${basename(file, '.mjml')}.html`, html)
}

const button = read('mso-button.html')
write('crlf.html', button.replaceAll('\n', '\r\n'))
write('lone-cr.html', button.replaceAll('\n', '\r'))
write('bom.html', `\ufeff${button}`)
write('bom-crlf.html', `\ufeff${read('base.html').replaceAll('> <', '>\r\n<')}`)
write('trailing-blanks.html', button.replaceAll('\n', ' \t\n'))

const row = (n: number) =>
  `<tr><td style="padding:8px;font-family:Arial,sans-serif" align="left">Ligne n° ${n} — <a href="https://big.example/p/${n % 200}?a=1&amp;b=${n % 7}">détail</a></td></tr>\n`
let big = '<!DOCTYPE html>\n<html><body><table role="presentation" width="600">\n'
for (let n = 0; Buffer.byteLength(big) < 250_000 - 40; n++)
  big += n < 900 ? row(n) : row(n).replace(/<a [^>]*>|<\/a>/g, '')
write('big-250-kb.html', `${big}</table></body></html>\n`)
