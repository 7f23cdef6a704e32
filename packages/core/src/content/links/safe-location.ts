// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/**
 * Everyone is recommended to support URLs of 8,000 bytes (RFC 9110, 4.1); beyond it, proxies refuse a redirection's
 * headers.
 */
export const longestUrl = 8_000

/**
 * The URL as it may stand in a `Location` header: http or https with a host, ASCII, normalised by the WHATWG URL
 * parser, fragment included. Undefined for anything else, also when a control character is inside, or it is longer than
 * `longestUrl`. Spaces around it are dropped.
 */
export function safeLocation(url: string): string | undefined {
  const trimmed = url.trim()
  if (trimmed.length > longestUrl) return undefined
  if (!/^https?:\/\//i.test(trimmed) || controlCharacter.test(trimmed)) return undefined
  const parsed = URL.parse(trimmed)
  return parsed === null || parsed.hostname === '' || parsed.href.length > longestUrl ? undefined : parsed.href
}
