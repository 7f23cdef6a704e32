/** Mails made to take long, by their size. Doubling the number may double the work, not more. */
export const hostileMails: Readonly<Record<string, (n: number) => string>> = {
  'opening signs': (n) => '<'.repeat(n),
  attributes: (n) => `<a ${'b '.repeat(n)}href="https://x.example/">`,
  'attributes without end': (n) => `<a x="${'"'.repeat(n)}`,
  'opt-out attributes': (n) => `<a ${' data-no-track'.repeat(n)} href="https://x.example/">`,
  'nested comments': (n) => '<!--'.repeat(n),
  'conditional comments without end': (n) => '<!--[if mso]>'.repeat(n),
  'conditional comments': (n) => '<!--[if mso]><a href="#"><![endif]-->'.repeat(n / 10),
  'conditions that never end': (n) => '<!--[if x-->'.repeat(n),
  'one huge attribute': (n) => `<a href="${'&amp;['.repeat(n)}">`,
  'one huge address': (n) => `<a href="https://x.example/${'{a%%b[['.repeat(n)}">`,
  'nested elements': (n) => '<div>'.repeat(n),
  'end tags without end': (n) => '</a '.repeat(n),
  entities: (n) => '&amp&#x'.repeat(n),
  'blanks before an attribute': (n) => `<a ${' '.repeat(n)}data-no-track href="x">`,
  'links around much text': (n) => `<a href="https://x.example/">a.b${'x.'.repeat(n)}</a>`,
  placeholders: (n) => '{{ '.repeat(n),
}
