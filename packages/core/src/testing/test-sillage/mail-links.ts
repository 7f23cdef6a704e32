import { Parser } from 'htmlparser2'

/** A link of a mail's HTML, in order: where it leads as it is written, and its words, those of its images included. */
export interface WrittenLink {
  href: string
  text: string
}

/** What a mail program makes of HTML: links a person can follow, and images it loads. */
export function linksAndImages(html: string): { links: WrittenLink[]; images: string[] } {
  const links: WrittenLink[] = []
  const images: string[] = []
  let open: WrittenLink | undefined
  const parser = new Parser({
    onopentag(name, { href, src, alt }) {
      if ((name === 'a' || name === 'area') && href !== undefined) {
        open = { href: href.trim(), text: name === 'area' ? (alt ?? '') : '' }
        links.push(open)
      }
      if (name !== 'img') return
      if (src !== undefined) images.push(src.trim())
      if (open !== undefined) open.text += alt ?? ''
    },
    ontext(text) {
      if (open !== undefined) open.text += text
    },
    onclosetag(name) {
      if (name === 'a' || name === 'area') open = undefined
    },
  })
  parser.end(html)
  for (const link of links) link.text = link.text.replace(/\s+/g, ' ').trim()
  return { links, images }
}
