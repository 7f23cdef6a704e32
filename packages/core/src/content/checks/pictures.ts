import type { Facts, Found } from './facts.ts'

/** A second at 1.6 Mbit/s, the slow mobile network of Lighthouse (https://github.com/GoogleChrome/lighthouse). */
const heaviest = 200_000
const inHtml = /^data:[^,]{0,200};base64,/i

/** WCAG 1.1.1: an empty `alt` says that a picture is for looks only. */
export function* alternatives({ scanned }: Facts): Iterable<Found<'picture_without_alt'>> {
  for (const { start, src, hasAlt } of scanned.pictures)
    if (!hasAlt)
      yield {
        code: 'picture_without_alt',
        message: 'This picture has no alt; write what it shows, or alt="" for one without meaning',
        subject: src,
        place: { field: 'html', at: start },
      }
}

/** What is known without asking another server: pictures that are files of the mail, or stand in the HTML. */
export function* weights({ scanned, files }: Facts): Iterable<Found<'picture_heavy'>> {
  for (const { filename, cid, size } of files)
    if (cid !== null && size > heaviest) yield heavy(filename, size, undefined)
  for (const { start, src } of scanned.pictures) {
    const head = inHtml.exec(src)?.[0]
    const size = head === undefined ? 0 : Math.floor(((src.length - head.length) * 3) / 4)
    if (size > heaviest) yield heavy(head ?? '', size, start)
  }
}

const heavy = (subject: string, bytes: number, at: number | undefined): Found<'picture_heavy'> => ({
  code: 'picture_heavy',
  message: `This picture takes ${Math.round(bytes / 1_000)} KB; above ${heaviest / 1_000} KB phones show it late, so make it smaller`,
  subject,
  place: at === undefined ? { field: 'attachments' } : { field: 'html', at },
  details: { bytes, limit: heaviest },
})
