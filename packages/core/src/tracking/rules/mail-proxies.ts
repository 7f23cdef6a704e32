import type { Verdict } from '../../domain/event.ts'

/** A program of a mail provider, or of a gateway, that fetches in place of its readers and says so. */
export interface Fetcher {
  pattern: RegExp
  /** What is kept of the line where only the name may be; judged alike. */
  family: string
  verdict: Verdict
  reason: string
  /** The program that its readers read in, as people call it. */
  program: string
}

const proxy = (pattern: RegExp, family: string, reason: string, program: string): Fetcher => ({
  pattern,
  family,
  verdict: 'proxy',
  reason,
  program,
})
const prefetch = (pattern: RegExp, family: string, reason: string, program: string): Fetcher => ({
  pattern,
  family,
  verdict: 'prefetch',
  reason,
  program,
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
  proxy(/GoogleImageProxy/i, 'Gmail image proxy', 'gmail_proxy', 'Gmail'),
  // Gmail at delivery: github.com/mautic/mautic/pull/10245. The Edge of 2015 does not have the last word.
  prefetch(/Edge\/12\.246 Mozilla\/5\.0$/, 'Mail prefetcher', 'mail_prefetch', 'Gmail'),
  // help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html; AOL and its sister providers as well.
  proxy(/YahooMailProxy/i, 'Yahoo mail proxy', 'yahoo_proxy', 'Yahoo Mail'),
  // Apple, read or not: what SocketLabs and ClickDimensions publish.
  prefetch(/^Mozilla\/5\.0$/, 'Apple Mail privacy', 'apple_mail_privacy', 'Apple Mail'),
  // github.com/matomo-org/device-detector/issues/5668
  proxy(/SeznamEmailProxy/i, 'Seznam mail proxy', 'seznam_proxy', 'Seznam'),
  // Ukr.net: github.com/matomo-org/device-detector/pull/5700
  proxy(/via secureurl\.fwdcdn\.com/i, 'Ukr.net mail proxy', 'ukrnet_proxy', 'Ukr.net'),
  // The same pull request.
  proxy(/RamblerMail\//i, 'Rambler mail proxy', 'rambler_proxy', 'Rambler'),
  // Yandex Mail. github.com/mautic/mautic/issues/8718 reports it without an opening, unconfirmed since 2020.
  proxy(/YandexImageResizer/i, 'Yandex mail proxy', 'yandex_proxy', 'Yandex Mail'),
  // Mail.ru, from 188.93.56.0/24: github.com/mssola/user_agent/issues/54. A test version of Chrome 32 on Linux.
  proxy(
    /^Mozilla\/5\.0 \(X11; Linux x86_64\) [^)]*\) Chrome\/32\.0\.1700\.2 Safari\/537\.36$/,
    'Mail.ru proxy',
    'mailru_proxy',
    'Mail.ru',
  ),
  // HEY: its line is a browser's behind this word.
  proxy(/hey\.com\/imageproxy/i, 'HEY image proxy', 'hey_proxy', 'HEY'),
  // github.com/monperrus/crawler-user-agents; the second form in the tests of @hyperwatch/useragent.
  proxy(/FastmailUA\/|via Fastmail\)/i, 'Fastmail image proxy', 'fastmail_proxy', 'Fastmail'),
  // Outlook.com and Hotmail, for readers on the web.
  proxy(/Outlook[- ]?Image[- ]?Proxy/i, 'Outlook image proxy', 'outlook_proxy', 'Outlook.com'),
  // Providers not known here: what is called so has somebody to show the image to.
  proxy(/(?:Mail|Image)[- _]?Proxy/i, 'Mail image proxy', 'mail_proxy', 'other'),
  // Quoted by Braze; Barracuda's gateway as a whole usually does not name itself.
  { pattern: /Barracuda/i, family: 'Barracuda', verdict: 'scanner', reason: 'declared_scanner', program: 'Barracuda' },
]
