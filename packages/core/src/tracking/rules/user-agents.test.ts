import { describe, expect, it } from 'vitest'
import { keepUserAgent } from '../visitor-privacy.ts'
import { judgeUserAgent } from './user-agents.ts'

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

describe('a family kept in place of the whole User-Agent', () => {
  it.each(programs)('of %s is judged like it', (userAgent, family) => {
    expect(keepUserAgent(userAgent, 'family')).toBe(family)
    expect(judgeUserAgent(family)).toEqual(judgeUserAgent(userAgent))
  })
})
