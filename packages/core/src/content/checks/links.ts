import type { Facts, Found } from './facts.ts'

/** What a link without encryption shows, others on the way can read and change. */
export function* unencrypted({ html, scanned, owns }: Facts): Iterable<Found<'link_not_https'>> {
  for (const { href, start, end } of scanned.hrefs)
    if (/^\s*http:/i.test(href) && !owns(href))
      yield {
        code: 'link_not_https',
        message: 'This link is not https; browsers warn of such pages',
        subject: html.slice(start, end),
        place: { field: 'html', at: start },
      }
}

/**
 * What Gmail and Yahoo ask of everything but mails that one person's doing has caused
 * (https://support.google.com/mail/answer/81126): a way out that is seen, beside the one in the header.
 */
export function* wayOut({ hasWayOut, transactional }: Facts): Iterable<Found<'missing_unsubscribe_link'>> {
  if (!hasWayOut && !transactional)
    yield {
      code: 'missing_unsubscribe_link',
      message: 'The mail shows no link to unsubscribe; put {{unsubscribeUrl}} or {{preferencesUrl}} into it',
    }
}
