import type { Contact, MessageStatus, Template } from '@sillage/core/browser'
import type { DeliveredMail } from './delivered-mails.ts'
import type { Visit } from './open-and-click.ts'

/** The figures that follow from what was done, by the rules of counting. */
export interface ExpectedFigures {
  opens: { total: number; unique: number; machine: number }
  clicks: { total: number; unique: number; machine: number }
  readers: Visit[]
  messages: Map<string, { opens: number; clicks: number; status: MessageStatus }>
  /** Headline clicks by authored destination. */
  links: Map<string, { total: number; unique: number }>
}

/** Destinations as the author wrote them, in the order of the HTML; the library's own links are not among them. */
export function authoredDestinations({ html }: Pick<Template, 'html'>): string[] {
  return [...html.matchAll(/\bhref="(https?:[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
}

/** Where the link must lead for this contact. */
export function destinationFor(authored: string, { data }: Pick<Contact, 'data'>): string {
  return authored.replace(/{{(\w+)}}/g, (_, field: string) => String(data[field] ?? ''))
}

export function expectedFigures(visits: readonly Visit[], destinations: readonly string[]): ExpectedFigures {
  const figures: ExpectedFigures = {
    opens: { total: 0, unique: 0, machine: visits.filter(({ reader }) => reader.machine === 'prefetch').length },
    clicks: { total: 0, unique: 0, machine: visits.filter(({ reader }) => reader.machine === 'scanner').length },
    readers: visits.filter(({ readMs }) => readMs !== undefined),
    messages: new Map(),
    links: new Map(),
  }
  for (const { email, opens: seen, clicks, followed } of visits) {
    // A click on a mail whose pixel was not loaded proves one open.
    const opens = seen === 0 && clicks > 0 ? 1 : seen
    figures.opens.total += opens
    figures.opens.unique += Math.sign(opens)
    figures.clicks.total += clicks
    figures.clicks.unique += Math.sign(clicks)
    figures.messages.set(email, { opens, clicks, status: clicks > 0 ? 'clicked' : opens > 0 ? 'opened' : 'sent' })
    const urls = followed.filter(({ machine }) => !machine).map(({ link }) => destinations[link] ?? '')
    for (const url of urls) add(figures.links, url, 'total')
    for (const url of new Set(urls)) add(figures.links, url, 'unique')
  }
  return figures
}

function add(links: ExpectedFigures['links'], url: string, count: 'total' | 'unique') {
  const figures = links.get(url) ?? { total: 0, unique: 0 }
  figures[count]++
  links.set(url, figures)
}

/**
 * Faults of the delivered mails themselves: each must hold its own pixel and its own links, one for each the author
 * wrote.
 */
export function faultsInMails(
  mails: readonly DeliveredMail[],
  contacts: readonly Contact[],
  destinations: readonly string[],
) {
  const faults: string[] = []
  const reached = new Set(mails.map(({ email }) => email))
  for (const { email } of contacts) if (!reached.has(email)) faults.push(`no mail arrived for ${email}`)
  if (mails.length !== contacts.length) faults.push(`${mails.length} mails arrived for ${contacts.length} recipients`)
  for (const { email, pixels, links } of mails) {
    if (pixels.length !== 1) faults.push(`the mail to ${email} holds ${pixels.length} pixels`)
    if (links.length !== destinations.length)
      faults.push(`the mail to ${email} holds ${links.length} tracked links, its template ${destinations.length}`)
  }
  const pixels = mails.flatMap((mail) => mail.pixels)
  if (new Set(pixels).size !== pixels.length) faults.push('two mails share a pixel')
  const owners = new Map<string, string>()
  for (const { email, links } of mails)
    for (const { url } of links) {
      if ((owners.get(url) ?? email) !== email) faults.push(`the mails to ${owners.get(url)} and ${email} share a link`)
      owners.set(url, email)
    }
  return faults
}
