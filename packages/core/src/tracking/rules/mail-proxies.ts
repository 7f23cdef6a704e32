import type { Verdict } from '../../domain/event.ts'

/** A program of a mail provider, or of a gateway, that fetches in place of its readers and says so. */
export interface Fetcher {
  pattern: RegExp
  /** What is kept of the line where only the name may be; judged alike. */
  family: string
  verdict: Verdict
  reason: string
}

const proxy = (pattern: RegExp, family: string, reason: string): Fetcher => ({
  pattern,
  family,
  verdict: 'proxy',
  reason,
})
const prefetch = (pattern: RegExp, family: string, reason: string): Fetcher => ({
  pattern,
  family,
  verdict: 'prefetch',
  reason,
})

/**
 * They stand before all other rules, because `isbot` takes most of them for machines. A `proxy` fetches an image when a
 * person opens the mail, so far as anybody reports; a `prefetch` whether or not anybody does. Neither presses a link: a
 * page that one asks for is judged alike, and counts as a machine's click.
 *
 * Proton and DuckDuckGo are not here: no name of their fetchers is published or reported.
 */
export const fetchers: readonly Fetcher[] = [
  // scientiamobile.com/what-is-google-image-proxy; fetches at the first opening.
  proxy(/GoogleImageProxy/i, 'Gmail image proxy', 'gmail_proxy'),
  // Gmail at delivery: github.com/mautic/mautic/pull/10245. The Edge of 2015 does not have the last word.
  prefetch(/Edge\/12\.246 Mozilla\/5\.0$/, 'Mail prefetcher', 'mail_prefetch'),
  // help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html; AOL and its sister providers as well.
  proxy(/YahooMailProxy/i, 'Yahoo mail proxy', 'yahoo_proxy'),
  // Apple, read or not: what SocketLabs and ClickDimensions publish.
  prefetch(/^Mozilla\/5\.0$/, 'Apple Mail privacy', 'apple_mail_privacy'),
  // github.com/matomo-org/device-detector/issues/5668
  proxy(/SeznamEmailProxy/i, 'Seznam mail proxy', 'seznam_proxy'),
  // Ukr.net: github.com/matomo-org/device-detector/pull/5700
  proxy(/via secureurl\.fwdcdn\.com/i, 'Ukr.net mail proxy', 'ukrnet_proxy'),
  // The same pull request.
  proxy(/RamblerMail\//i, 'Rambler mail proxy', 'rambler_proxy'),
  // Yandex Mail. github.com/mautic/mautic/issues/8718 reports it without an opening, unconfirmed since 2020.
  proxy(/YandexImageResizer/i, 'Yandex mail proxy', 'yandex_proxy'),
  // Mail.ru, from 188.93.56.0/24: github.com/mssola/user_agent/issues/54. A test version of Chrome 32 on Linux.
  proxy(
    /^Mozilla\/5\.0 \(X11; Linux x86_64\) [^)]*\) Chrome\/32\.0\.1700\.2 Safari\/537\.36$/,
    'Mail.ru proxy',
    'mailru_proxy',
  ),
  // HEY: its line is a browser's behind this word.
  proxy(/hey\.com\/imageproxy/i, 'HEY image proxy', 'hey_proxy'),
  // github.com/monperrus/crawler-user-agents; the second form in the tests of @hyperwatch/useragent.
  proxy(/FastmailUA\/|via Fastmail\)/i, 'Fastmail image proxy', 'fastmail_proxy'),
  // Outlook.com and Hotmail, for readers on the web.
  proxy(/Outlook[- ]?Image[- ]?Proxy/i, 'Outlook image proxy', 'outlook_proxy'),
  // Providers not known here: what is called so has somebody to show the image to.
  proxy(/(?:Mail|Image)[- _]?Proxy/i, 'Mail image proxy', 'mail_proxy'),
  // Quoted by Braze; Barracuda's gateway as a whole usually does not name itself.
  { pattern: /Barracuda/i, family: 'Barracuda', verdict: 'scanner', reason: 'declared_scanner' },
]
