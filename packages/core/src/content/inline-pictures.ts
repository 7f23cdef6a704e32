import type { ContentFile } from './composer.ts'
import { dataUri } from './mime/encode-file.ts'
import type { WarningList } from './warnings.ts'

/** Where HTML and its styles name a picture of the mail: behind a quote, an equals sign or a parenthesis. */
const reference = /(["'=(])cid:([\w.@+-]{0,200})(\{?)/gi

/** Warns of pictures that the HTML names and the mail does not have, and the other way round. */
export function warnOfPictures(warnings: WarningList, html: string, files: readonly ContentFile[]): void {
  const missing = new Map<string, number>()
  const unused = new Set(files.flatMap(({ cid }) => cid ?? []))
  const known = new Set(unused)
  for (const { 2: cid = '', 3: open, index } of html.matchAll(reference)) {
    // A field makes the rest of the name: which pictures it shows is known only then.
    if (open === '{') unused.clear()
    else if (known.has(cid)) unused.delete(cid)
    else if (!missing.has(cid)) missing.set(cid, index + 1)
  }
  for (const [cid, at] of missing)
    warnings.add('missing_picture', `The HTML shows cid:${cid}, and no attachment has that cid; it stays empty`, cid, {
      field: 'html',
      at,
    })
  for (const cid of unused)
    warnings.add('unused_picture', `Nothing in the HTML shows cid:${cid}; leave the cid out to attach the file`, cid)
}

/** HTML for a web page: the mail's own pictures are in it. */
export function withPictures(html: string, files: readonly ContentFile[]): string | Promise<string> {
  const shown = new Set([...html.matchAll(reference)].map(([, , cid]) => cid))
  const pictures = files.filter(({ cid }) => cid !== null && shown.has(cid))
  if (pictures.length === 0) return html
  return Promise.all(pictures.map(({ encoded }) => encoded())).then((encoded) => {
    const uris = new Map(pictures.map(({ cid, contentType }, at) => [cid, dataUri(contentType, encoded[at] as Buffer)]))
    return html.replace(reference, (all, before: string, cid: string, open: string) => {
      const uri = uris.get(cid)
      return uri === undefined ? all : `${before}${uri}${open}`
    })
  })
}
