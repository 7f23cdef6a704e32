import { domainToASCII } from 'node:url'

/** Twenty mailboxes, each as plain as it can be written. */
export const mailboxes: readonly string[] = [
  ...['ann@example.org', "o'neil+news@sub.example.org", 'a.b-c_d@shop-1.example', '{x}@a.b.c.example', '0@0a.example'],
  ...['ann@münchen.example', 'ann@bücher.example', 'bob@bücher.example', 'ann@straße.example', 'ann@strasse.example'],
  ...['ann@οδοσ.example', 'ann@ελλάδα.example', 'ann@пример.example', 'ann@例え.example', 'ann@éclair.example'],
  ...['ann@ñandú.example', 'ann@āčī.example', 'ann@mail.smörgås.example', 'ann@ça.sub.example', 'ann@i̇z.example'],
]

/** How the domain of an address is written otherwise (UTS 46), and what stands around the address. */
const ways: readonly ((local: string, domain: string) => string)[] = [
  (local, domain) => `${local}@${domain}`,
  (local, domain) => `${local.toUpperCase()}@${upper(domain)}`,
  (local, domain) => `${local}@${[...domain].map((char, n) => (n % 2 === 0 ? upper(char) : char)).join('')}`,
  (local, domain) => `${local}@${domainToASCII(domain)}`,
  (local, domain) => `${local}@${domainToASCII(domain).toUpperCase()}`,
  (local, domain) => `${local}@${domain.normalize('NFD')}`,
  (local, domain) => `${local}@${upper(domain).replaceAll('.', '。')}`,
  (local, domain) => `${local}@${domain.replace('.', '．').replaceAll('.', '｡')}`,
  (local, domain) => `${local}@${wide(domain)}`,
  (local, domain) => `${local}@\u00ad${[...domain].join('\u00ad')}`,
  (local, domain) => `${local}@${domain.replace('.', '\u200b.\u2060')}\ufeff`,
  (local, domain) => `\u3000\u00a0\ufeff\t ${local}@${upper(domain)} \r\n\u2003`,
]

/** All spellings of a mailbox. */
export function spellingsOf(mailbox: string): string[] {
  const at = mailbox.lastIndexOf('@')
  return ways.map((write) => write(mailbox.slice(0, at), mailbox.slice(at + 1)))
}

/** In capitals; that of ß is a letter of its own, not two. */
const upper = (text: string): string => text.replaceAll('ß', 'ẞ').toUpperCase()

/** The letters, digits and dots of ASCII as wide as ideographs. */
const wide = (text: string): string =>
  text.replace(/[a-z0-9.-]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
