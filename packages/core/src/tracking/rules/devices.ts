import type { Device } from '../../domain/stats.ts'

interface Sign {
  pattern: RegExp
  /** Has to be there too. */
  and?: RegExp
  device: Device
}

/** The first that is found decides. */
const signs: readonly Sign[] = [
  { pattern: /\bTV\b|SmartTV|BRAVIA|\bAFT[A-Z]|PlayStation|Nintendo|Xbox/i, device: 'unknown' },
  // `Tablet PC` stands in lines of Internet Explorer on computers.
  { pattern: /\biPad|PlayBook|Kindle|\bSilk\/|\bTablet\b(?! PC)/i, device: 'tablet' },
  { pattern: /\biPhone|\biPod|Windows Phone|IEMobile|BlackBerry|\bBB10|Symbian|\bKaiOS|Opera Mini/i, device: 'phone' },
  // Chrome says `Mobile` on phones and not on tablets (developer.chrome.com/docs/multidevice/user-agent), Firefox
  // either word (developer.mozilla.org, Firefox user agent string reference). Apps say neither.
  { pattern: /Android/i, and: /\bMobile\b/i, device: 'phone' },
  { pattern: /Android/i, and: /AppleWebKit/i, device: 'tablet' },
  { pattern: /Android/i, device: 'unknown' },
  // An iPad since iPadOS 13 says `Macintosh` too, and Windows says the same on a tablet.
  {
    pattern: /Windows NT|\bWin(?:9[58]|NT|64)|Macintosh|Mac OS X|\bX11\b|\bCrOS\b|Linux (?:x86_64|i[3-6]86)/i,
    device: 'computer',
  },
  // Programs on macOS that use Apple's library say the processor behind the system; those on iOS do not.
  { pattern: /Darwin\/[\d.]+ \(x86_64\)/, device: 'computer' },
]

/** What a reader's program runs on, so far as its User-Agent says. */
export const deviceOf = (userAgent: string): Device =>
  signs.find(({ pattern, and }) => pattern.test(userAgent) && and?.test(userAgent) !== false)?.device ?? 'unknown'
