/**
 * What stands between the two halves of an address: also in a URL, in the xtext of RFC 3461, in quoted-printable and in
 * HTML.
 */
const separator = /@|\uff20|%40|\+40|=40|&#0*64;|&#x0*40;|&commat;/gi
const domain = /^(?:\[[^\]\s]{1,100}\]|[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?)/u
/** `+40` and the like stand in other texts too: of an address is only what has a whole domain behind it. */
const wholeDomain = /\.\p{L}[\p{L}\p{N}-]*$/u
const endsLocalPart = /[\s\p{Cc}<>()[\],;:"]/u
/** Longer than any local part (RFC 5321: 64), for those that hold a whole address, as VERP makes them. */
const longestLocalPart = 320

/**
 * A text of others in which `write` stands for each address, given its domain. Takes time linear in the text, whatever
 * it is. An address may be bare or in brackets, quoted in part (`'zoe'.m@…`, `"zoe m"@…`), hold another one
 * (`bounce+zoe=example.org@…`) or be encoded (`zoe%40…`).
 */
export function replaceAddresses(text: string, write: (domain: string) => string): string {
  let rest = ''
  let end = text.length
  // From the end: an address that holds another one is then met first, and the other is gone with it.
  for (const { index, 0: sign } of [...text.matchAll(separator)].reverse()) {
    const after = index + sign.length
    if (after > end) continue
    const found = domain.exec(text.slice(after, Math.min(after + 255, end)))?.[0]
    if (found === undefined || (sign.length > 1 && !wholeDomain.test(found))) continue
    const start = localPartBefore(text, index)
    if (start === index) continue
    rest = write(found) + text.slice(after + found.length, end) + rest
    end = start
  }
  return text.slice(0, end) + rest
}

/** The same text with nothing left of each address but its domain: `…@example.org`. */
export const cutAddresses = (text: string): string => replaceAddresses(text, (of) => `…@${of}`)

/** Where the local part begins that ends here. */
function localPartBefore(text: string, end: number): number {
  const least = Math.max(0, end - longestLocalPart)
  let at = end
  while (at > least) {
    const before = text[at - 1] ?? ''
    if (before === '"') {
      // A quoted part of it ends before the sign or a dot; any other quote stands before the address.
      const open = at === end || text[at] === '.' ? text.lastIndexOf('"', at - 2) : -1
      if (open < least) return at
      at = open
    } else if (endsLocalPart.test(before)) return at
    else at -= 1
  }
  return at
}
