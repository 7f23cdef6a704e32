import { safeLocation } from '../../content/links/safe-location.ts'
import { refuse } from '../../domain/expect/index.ts'
import { type OwnUrls, tokenOf } from './own-urls.ts'
import type { MailParts } from './sent-mail.ts'

/** A person who reads the mails of a test. */
export interface Reader {
  open(mail: MailParts): Promise<void>
  click(mail: MailParts, link: string | RegExp): Promise<{ location: string }>
  unsubscribe(mail: MailParts): Promise<void>
}

export interface ReaderOptions {
  /** The routes that recipients reach. */
  fetch(request: Request): Promise<Response>
  own: OwnUrls
  /** Lets the time pass that a person takes. */
  pause(): Promise<void>
}

/** A browser in which people read mails, so that its hits are a person's. */
const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

export function createReader({ fetch, own, pause }: ReaderOptions): Reader {
  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    await pause()
    const headers = { 'user-agent': userAgent, ...init.headers }
    const answer = await fetch(new Request(url, { ...init, headers }))
    if (answer.status >= 400) throw new Error(`${url} was answered ${answer.status}`)
    return answer
  }

  return {
    async open({ images }) {
      for (const image of images) if (tokenOf(image, own.pixel) !== undefined) await ask(image)
    },

    async click({ mail, hrefs }, link) {
      const matching = [...mail.links.keys()].filter((index) => matches(mail.links[index], link))
      const [only] = new Set(matching.map((index) => hrefs[index]))
      if (only === undefined || new Set(matching.map((index) => mail.links[index]?.url)).size > 1)
        refuse('link', `one of ${listed(mail.links)}`, `${shownLink(link)}, which matches ${matching.length} of them`)
      if (![own.click, own.unsubscribe, own.preferences, own.view].some((prefix) => only.startsWith(prefix)))
        return { location: mail.links[matching[0] ?? 0]?.url ?? only }
      return { location: (await ask(only)).headers.get('location') ?? only }
    },

    async unsubscribe({ mail, hrefs }) {
      const { 'list-unsubscribe': header = '', 'list-unsubscribe-post': post } = mail.headers
      const oneClick = post === undefined ? undefined : /<(https?:[^>]*)>/i.exec(header)?.[1]
      const url = oneClick ?? hrefs.find((href) => tokenOf(href, own.unsubscribe) !== undefined)
      if (url === undefined)
        return refuse('mail', 'a mail with a List-Unsubscribe header or a link to unsubscribe by', 'one without')
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      await ask(url, { method: 'POST', headers, body: 'List-Unsubscribe=One-Click' })
    },
  }
}

type Link = MailParts['mail']['links'][number]

/** By destination, however it is spelled; or where the expression fits destination or words. */
function matches(link: Link | undefined, wanted: string | RegExp): boolean {
  if (link === undefined) return false
  if (wanted instanceof RegExp) return link.url.search(wanted) >= 0 || link.text.search(wanted) >= 0
  return link.url === wanted || link.url === safeLocation(wanted)
}

const listed = (links: readonly Link[]) =>
  links.length === 0 ? 'no links at all' : links.map(({ url, text }) => `${url} (${text})`).join(', ')
const shownLink = (link: string | RegExp) => (typeof link === 'string' ? JSON.stringify(link) : String(link))
