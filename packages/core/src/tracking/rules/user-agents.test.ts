import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keepUserAgent } from '../visitor-privacy.ts'
import { mailPrograms } from './mail-programs.ts'
import { fetchers } from './mail-proxies.ts'
import { judgeUserAgent, programOf } from './user-agents.ts'

/** Names of programs. */
const known = new Set([
  ...[...mailPrograms.map(([, name]) => name), ...fetchers.map(({ program }) => program)],
  ...['Edge', 'Opera', 'Samsung Internet', 'Firefox', 'Chrome', 'Safari', 'other', 'robot'],
])
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const programs: [userAgent: string, family: string][] = [
  ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', 'Gmail image proxy'],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'Yahoo mail proxy'],
  [`Mozilla/5.0 (X11) ${webkit} Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0`, 'Mail prefetcher'],
  ['Mozilla/5.0', 'Apple Mail privacy'],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/120 Safari/537.36 OneOutlook/1.0`, 'Outlook'],
  ['Outlook-Image-Proxy', 'Outlook image proxy'],
  ['Mozilla/5.0 SeznamEmailProxy/2.0.174', 'Seznam mail proxy'],
  ['Another-Image-Proxy/1.0', 'Mail image proxy'],
  ['Mozilla/5.0 (darwin) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/15.2.1', 'robot'],
  ['PhxBot/0.1 (phxbot@protonmail.com)', 'robot'],
  ['Barracuda Sentinel (EE)', 'Barracuda'],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'robot'],
  ['curl/8.5.0', 'robot'],
  ['Mozilla/4.0 (compatible; ms-office; MSOffice 16)', 'Outlook'],
  ['Microsoft Office/16.0 (Microsoft Outlook 16.0)', 'Outlook'],
  ['Microsoft Office Existence Discovery', 'robot'],
  ['eMClient/9.3.6041.0', 'eM Client'],
  ['WindowsMail/17.5.9600.22013', 'Windows Mail'],
  ['Yahoo%20Mail/49268 CFNetwork/1121.2.2 Darwin/19.3.0', 'Yahoo Mail'],
  ['NaverMailApp/2.2.2 (Android 10; SM-G986N)', 'NAVER Mail'],
  [`Mozilla/5.0 (Linux; U; Android 4.2.1; Discovery Build/JOP40D) ${webkit} Mobile Safari/534.30`, 'Safari'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Thunderbird/131.0', 'Thunderbird'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, 'Edge'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36`, 'Chrome'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0.0.0 Safari/537.36 OPR/115`, 'Opera'],
  [
    `Mozilla/5.0 (Linux; Android 13) ${webkit} SamsungBrowser/21.0 Chrome/110.0 Mobile Safari/537.36`,
    'Samsung Internet',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15', 'Safari'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'Apple Mail'],
  ['Mozilla/5.0 (Windows NT 10.0; Unheard) Engine/1.0', 'other'],
]

const android = 'Mozilla/5.0 (Linux; Android 14; SM-X200)'
const onDevices: [userAgent: string, name: string, device: string][] = [
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'Apple Mail', 'phone'],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Outlook-iOS/2.0',
    'Outlook',
    'tablet',
  ],
  [`${android} ${webkit} Chrome/142.0.0.0 Mobile Safari/537.36`, 'Chrome', 'phone'],
  [`${android} ${webkit} Chrome/142.0.0.0 Safari/537.36`, 'Chrome', 'tablet'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox', 'phone'],
  ['Mozilla/5.0 (Android 14; Tablet; rv:140.0) Gecko/140.0 Firefox/140.0', 'Firefox', 'tablet'],
  ['NaverMailApp/2.2.2 (Android 10; SM-G986N)', 'NAVER Mail', 'unknown'],
  [
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Tablet PC 2.0; Microsoft Outlook 14.0.7113)',
    'Outlook',
    'computer',
  ],
  ['Outlook/16.16.18071205 CFNetwork/902.1 Darwin/17.7.0 (x86_64)', 'Outlook', 'computer'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Thunderbird/131.0', 'Thunderbird', 'computer'],
  [`Mozilla/5.0 (Linux; Android 12; BRAVIA 4K) ${webkit} Chrome/120.0.0.0 Safari/537.36`, 'Chrome', 'unknown'],
  ['Mozilla/5.0', 'Apple Mail', 'unknown'],
  ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', 'Yahoo Mail', 'unknown'],
  ['curl/8.5.0', 'robot', 'unknown'],
  ['Mozilla/5.0 (Windows NT 10.0; Unheard) Engine/1.0', 'other', 'computer'],
]

describe('the program of a User-Agent', () => {
  it.each(onDevices)('of %s is %s on %s', (userAgent, name, device) => {
    expect(programOf(userAgent)).toEqual({ name, device })
    // A name that stands in place of the line is the same program; it says nothing of the device.
    expect(programOf(keepUserAgent(userAgent, 'family') ?? '')).toEqual({ name, device: 'unknown' })
  })

  it('is one of a few, whatever requests say', () => {
    const words = fc.constantFrom(
      'Mozilla/5.0',
      'Mobile',
      'Android',
      'Windows NT 10.0',
      'Mail',
      'bot',
      'MailProxy',
      '/',
      ';',
    )
    const found = new Set<string>()
    const line = fc
      .array(fc.oneof(words, fc.string({ maxLength: 8 })), { maxLength: 6 })
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(line, (userAgent) => void found.add(programOf(userAgent).name)),
      { numRuns: 2_000 },
    )
    expect([...found].filter((name) => !known.has(name))).toEqual([])
  })
})

describe('a family kept in place of the whole User-Agent', () => {
  it.each(programs)('of %s is judged like it', (userAgent, family) => {
    expect(keepUserAgent(userAgent, 'family')).toBe(family)
    expect(judgeUserAgent(family)).toEqual(judgeUserAgent(userAgent))
  })
})
