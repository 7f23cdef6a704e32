import { expect, test } from 'vitest'
import { isWords, wordsOfHtml, wordsToHtml } from './words-to-html.ts'

/** The paragraphs of plain text, without the HTML around them. */
function body(words: string): string {
  const html = wordsToHtml(words, 'Unsubscribe')
  const page = document.createElement('template')
  page.innerHTML = html
  const div = page.content.firstElementChild
  expect(page.content.children).toHaveLength(1)
  return [...(div?.children ?? [])].map((paragraph) => paragraph.outerHTML).join('')
}

const footer = '<p style="font-size:13px"><a href="{{unsubscribeUrl}}" style="color:#666">Unsubscribe</a></p>'

test.each([
  ['one line', '<p>one line</p>'],
  ['Dear {{name}},\n\nfirst\nsecond\r\n \t\r\n\r\nlast', '<p>Dear {{name}},</p><p>first<br>\nsecond</p><p>last</p>'],
  ['a < b & "c" > d', '<p>a &lt; b &amp; "c" &gt; d</p>'],
  ['{{{raw}}} {{& also}} {{^name}}there{{/name}}', '<p>{{{raw}}} {{&amp; also}} {{^name}}there{{/name}}</p>'],
  [
    'See https://example.org/a?b=1&c=2.',
    '<p>See <a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.</p>',
  ],
  ['(www.example.org)', '<p>(<a href="https://www.example.org">www.example.org</a>)</p>'],
  [
    'https://example.org/wiki/Wake_(ship), <https://example.org/{{id}}>',
    '<p><a href="https://example.org/wiki/Wake_(ship)">https://example.org/wiki/Wake_(ship)</a>, &lt;<a href="https://example.org/{{id}}">https://example.org/{{id}}</a>&gt;</p>',
  ],
  ['Write to ada@example.org!', '<p>Write to <a href="mailto:ada@example.org">ada@example.org</a>!</p>'],
  ['{{email}} https://{{host}}', '<p>{{email}} <a href="https://{{host}}">https://{{host}}</a></p>'],
  ['javascript:alert(1) data:text/html,x', '<p>javascript:alert(1) data:text/html,x</p>'],
  ['https://example.org/"onclick="x', '<p><a href="https://example.org/">https://example.org/</a>"onclick="x</p>'],
])('%j', (words, html) => {
  expect(body(words)).toBe(html + footer)
})

test('an author who writes the unsubscribe link gets no second one', () => {
  expect(body('Stop: {{unsubscribeUrl}}')).toBe('<p>Stop: <a href="{{unsubscribeUrl}}">{{unsubscribeUrl}}</a></p>')
})

test.each(['', 'a < b', '<ada@example.org>', '<https://example.org>', 'x <3', '1<2>3'])('%j is plain text', (text) => {
  expect(isWords(text)).toBe(true)
})

test.each(['<p>', 'a<br/>b', '</td>', '<a href="x">', '<!-- x -->', '<!DOCTYPE html>', '<o:p>', '<B>'])(
  '%j is not',
  (text) => {
    expect(isWords(text)).toBe(false)
  },
)

test('plain text is restored as it was written, and no other HTML is mistaken for it', () => {
  const words =
    'Dear {{name}},\n\na < b & "c" &amp; d\nwww.example.org, ada@example.org\n\n{{#vip}}\nhttps://example.org/?a=1&b={{id}}\n{{/vip}}'
  const html = wordsToHtml(words, 'Se désinscrire <ici>')
  expect(wordsOfHtml(html)).toEqual({ words, unsubscribe: 'Se désinscrire <ici>' })
  const own = 'Stop: {{unsubscribeUrl}}'
  expect(wordsOfHtml(wordsToHtml(own, ''))?.words).toBe(own)
  for (const other of [
    '',
    '<p>x</p>',
    html.replace('<p>', '<p class="x">'),
    html.replace('mailto:ada', 'mailto:eve'),
    `${html}<p>`,
  ])
    expect(wordsOfHtml(other)).toBe(undefined)
})
