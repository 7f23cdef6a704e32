/** The mail both sides send: 6 KB of HTML, personalised, with eight links. */
export const subject = 'News for {{name}}'

const paragraph =
  'The autumn collection is here: coats of boiled wool, boots that were made to be resoled, and a scarf that our grandmothers would have kept. '

export const html = `<!doctype html><html><head><title>News</title></head><body style="font-family:sans-serif">
<p>Dear {{name}}, thank you for being with us at {{company}}.</p>
${Array.from({ length: 8 }, (_, n) => `<h2>Part ${n + 1}</h2><p>${paragraph.repeat(4)}</p><p><a href="https://shop.example.com/part/${n + 1}?from=news">Read more</a></p>`).join('\n')}
<p>Yours, the shop</p></body></html>`

export interface Person {
  email: string
  name: string
  company: string
}

export const person = (n: number): Person => ({
  email: `reader${n}@example.org`,
  name: `Reader ${n}`,
  company: `Company ${n % 500}`,
})

/** The same by hand, as in a program without a library: the template filled in for one person. */
export function fill(template: string, data: Person): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, field: keyof Person) => data[field])
}
