/** What one recipient does with the mail. */
export interface Reader {
  userAgent: string
  opens: number
  /** How many different links are followed; three at once would be a scanner's burst. */
  clicks: 0 | 1 | 2
  /** Keeps the mail on screen until its display time was measured. */
  reads: boolean
  /** A machine's visit: `head` requests without loading, `prefetch` loads the pixel, `scanner` follows a link. */
  machine: 'head' | 'prefetch' | 'scanner' | undefined
}

const BROWSERS = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.5.0',
] as const
const GMAIL_PROXY = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)'
const APPLE_PREFETCH = 'Mozilla/5.0'
const SCANNER = 'Barracuda Sentinel (EE)'

/**
 * The part that recipient number `n` plays. Of each ten, six open (one of them twice), two of those click, and one
 * clicks with images off, which proves an open without a pixel; the rest do nothing. A few machines come once.
 */
export function readerOf(n: number): Reader {
  const browser = BROWSERS[n % BROWSERS.length] ?? BROWSERS[0]
  const nobody: Reader = { userAgent: browser, opens: 0, clicks: 0, reads: false, machine: undefined }
  if (n === 9) return { ...nobody, machine: 'head' }
  if (n === 19) return { ...nobody, userAgent: APPLE_PREFETCH, machine: 'prefetch' }
  if (n === 29) return { ...nobody, userAgent: SCANNER, machine: 'scanner' }
  if (n === 39) return { ...nobody, userAgent: GMAIL_PROXY, opens: 1 }
  switch (n % 10) {
    case 0:
      return { ...nobody, opens: 2, clicks: 2 }
    case 1:
      return { ...nobody, opens: 1, clicks: 1 }
    case 2:
      return { ...nobody, opens: 1, reads: n % 20 === 2 }
    case 3:
    case 4:
    case 5:
      return { ...nobody, opens: 1 }
    case 6:
      return { ...nobody, clicks: 1 }
    default:
      return nobody
  }
}
