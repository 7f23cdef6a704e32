import { describe, expect, it } from 'vitest'
import { atOnce } from '../../kit/steps.ts'
import { plainTextOf } from './plain-text.ts'

const text = (html: string, sent?: string) => atOnce(plainTextOf(html, sent))
const a = (words: string, href = 'https://a.example/') => `<a href="${href}">${words}</a>`
const filler = '&zwnj;&nbsp;&#847;&shy;&#8203;'.repeat(40)

const kinds: Readonly<Record<string, readonly (readonly [html: string, text: string])[]>> = {
  'words behind a link are not part of it': [
    [
      `${a('Terms')}&mdash;${a('Privacy', 'https://b.example/')}`,
      'Terms [https://a.example/]—Privacy [https://b.example/]',
    ],
    [`詳しくは${a('こちら')}をご覧ください。`, '詳しくはこちら [https://a.example/]をご覧ください。'],
    [`See ${a('this')}(s), ${a('that')}.`, 'See this [https://a.example/](s), that [https://a.example/].'],
    [`${a('one ')}two`, 'one [https://a.example/] two'],
    [`${a('<p>Button</p>')}two`, 'Button [https://a.example/]\n\ntwo'],
    [
      `<a href="https://a.example/">one<a href="https://b.example/">two</a>`,
      'one [https://a.example/]two [https://b.example/]',
    ],
    ['<td><a href="https://a.example/">one</td><td>two', 'one [https://a.example/]  two'],
  ],
  'a link around pictures': [
    [a('<img alt="Shop">'), 'Shop [https://a.example/]'],
    [a('<img src="x">'), 'https://a.example/'],
    [a('<img alt="">') + a('<img alt=" ">', 'https://b.example/'), 'https://a.example/ https://b.example/'],
    [`Follow${a('<img>')}, please`, 'Follow https://a.example/, please'],
    [`(${a('<img>')})`, '(https://a.example/)'],
  ],
  'a link whose words are its address': [
    [`At ${a('https://a.example/')}.`, 'At https://a.example/.'],
    [`At ${a('https://<b>a.example</b>')}!`, 'At https://a.example!'],
    [a('a.example'), 'a.example [https://a.example/]'],
    [a('help@a.example', 'mailto:help@a.example'), 'help@a.example'],
    [a('+33 1-23', 'tel:+33123'), '+33 1-23'],
  ],
  'a link to something else than a page': [
    [a('Write', 'mailto:help@a.example'), 'Write [help@a.example]'],
    [a('Call', 'TEL:+33123'), 'Call [+33123]'],
    [a('Up', '#top') + a(' Nothing', ' ') + a(' Script', 'javascript:go()'), 'Up Nothing Script'],
    [a('Relative', 'offer.html'), 'Relative'],
    [a('Left', '*|UNSUB|*') + a(' over', 'https://a.example/{{b}}'), 'Left [*|UNSUB|*] over [https://a.example/{{b}}]'],
    ['<a name="x">anchor</a> and <a>none</a>', 'anchor and none'],
    [a('app', 'myapp://x'), 'app [myapp://x]'],
    [a('blanks', ' https://a.example/b\n c '), 'blanks [https://a.example/b%20c]'],
  ],
  'a map': [
    [
      '<map><area href="https://a.example/" alt="North"><area href="https://b.example/"></map>',
      'North [https://a.example/] https://b.example/',
    ],
    ['<area alt="no link">', 'no link'],
  ],
  'a base': [
    [
      `<base href="https://a.example/news/">${a('x', 'b?c')} ${a('y', '/d')} ${a('z', '#e')}`,
      'x [https://a.example/news/b?c] y [https://a.example/d] z',
    ],
    [
      `${a('before', 'b')}<base href="https://a.example/"><base href="https://b.example/">`,
      'before [https://a.example/b]',
    ],
  ],
  'what nobody sees': [
    [`<div style="display:none;max-height:0">Inbox ${a('line')}${filler}</div><p>Hello</p>`, 'Hello'],
    ['<div style="DISPLAY : NONE !important">x<div>y</div>z</div>Hello', 'Hello'],
    ['<span style="visibility:hidden">x</span><i style="opacity:0.0">y</i><b hidden>z</b>Hello', 'Hello'],
    ['<div style="max-height:0px;overflow:hidden">x</div><div style="max-height:0">y</div>Hello', 'Hello'],
    ['<span style="font-size:0">x</span><font style="font:0/0 a">y</font>Hello', 'Hello'],
    ['<tr><td><div style="display:none">x</td></tr><tr><td>Hello</td></tr>', 'Hello'],
    ['<ul><li style="display:none">x<li>Hello</ul>', ' * Hello'],
    ['<p style="display:none">x<p>Hello', 'Hello'],
    ['<title>x</title><style>y</style><script>z</script><template>t</template><svg><text>s</text></svg>Hello', 'Hello'],
    ['<img alt="x" style="display:none"><!-- y --><![CDATA[z]]>Hello', 'Hello'],
    [`<!--[if mso]><p>${a('x')}</p><![endif]-->Hello`, 'Hello'],
    [`Hello${filler} <p>you</p>${filler}`, 'Hello\n\nyou'],
  ],
  'what only looks hidden': [
    [a('Buy', 'https://a.example/').replace('<a', '<a style="mso-hide:all"'), 'Buy [https://a.example/]'],
    ['<td style="font-size:0px"><div style="font-size:13px">one</div><img alt="two"></td>', 'one\ntwo'],
    [
      '<div style="max-height:0;position:relative;overflow:visible">one</div><div style="max-height:0;position:relative">two</div>',
      'one\ntwo',
    ],
    ['<div style="display:none;display:block">one</div><i style="opacity:0.9;font-size:inherit">two</i>', 'one\ntwo'],
    ['<!--[if !mso]><!-->one<!--<![endif]-->', 'one'],
    ['می&zwnj;خواهم 👩‍🚀 12&nbsp;€ Donau&shy;dampf', 'می\u200cخواهم 👩‍🚀 12\u00a0€ Donau\u00addampf'],
  ],
  'what stands outside the body': [
    [
      `<head><title>t</title></head><body>Hello</body></html><p>${a('Leave')}</p>`,
      'Hello\n\nLeave [https://a.example/]',
    ],
    ['before<html><body>in</body>after<body>again</body>', 'before\nin\nafter\nagain'],
  ],
  'cells and lines': [
    ['<table><tr><td>Total</td><td>12,00 €</td></tr><tr><th>a<th>b</table>', 'Total  12,00 €\na  b'],
    ['<table><tr><td><table><tr><td>a</td></tr></table></td><td><p>b</p></td></tr></table>', 'a\n\nb'],
    ['<table><tr><td>&nbsp;</td><td>a</td><td> </td></tr></table>', 'a'],
    ['one<br>two<br><br><br>three<br/>four</br>five', 'one\ntwo\n\nthree\nfour\nfive'],
    ['<div>one</div><div>two</div><h1>Three</h1><hr>four', 'one\ntwo\n\nThree\n\n-----\n\nfour'],
    [
      '<a style="display:block">one</a><i style="display:inline-block">two</i><i style="display:inline-block">three</i>',
      'one\ntwo three',
    ],
    [`one<b>&zwnj;</b>&nbsp;<i>&shy;</i>two`, 'one two'],
    ['one <b> two</b>\n<i>th</i>ree', 'one two three'],
    ['<pre>one\n  two\n\n\nthree</pre>', 'one\n  two\n\nthree'],
    ['<div/>one<br/><o:p/>two', 'one\ntwo'],
  ],
  'lists and quotes': [
    ['<ul><li>one<li>two<p>more</p><ul><li>three</ul></ul>four', ' * one\n * two\n\n   more\n\n    * three\n\nfour'],
    ['<ol start=3><li>c<li value=9>i<li>j</ol>', ' 3. c\n 9. i\n 10. j'],
    ['<ol type=a start=26><li>z<li>aa</ol><ol type=I start=4><li>four</ol>', ' z. z\n aa. aa\n\n IV. four'],
    ['<blockquote>one<br>two<blockquote>three</blockquote></blockquote>four', '> one\n> two\n\n> > three\n\nfour'],
    ['<li>alone', ' * alone'],
  ],
  'characters as they are': [
    ['&#123;&#123;name}} &lbrace;&lbrace; {{name}}', '{{name}} {{ {{name}}'],
    ['&amp;amp; &lt;b&gt; &copy &hellip;', '&amp; <b> © …'],
    ['\ue0000\ue003 \ue000', '\ue0000\ue003 \ue000'],
  ],
}

describe.each(Object.entries(kinds))('the text of HTML: %s', (_, cases) => {
  it.each(cases)('%s', (html, expected) => {
    expect(text(html)).toBe(expected)
  })
})

describe('the text of HTML that is sent with other URLs', () => {
  it('has the URLs that are sent, each once', () => {
    const html = `${a('x')} ${a('https://a.example')} ${a('<img>', 'https://b.example/')} ${a('m', 'mailto:m@a.example')}`
    const sent = html.replaceAll('href="https:', 'href="https://t.example/?').replaceAll('?//', '?')
    expect(text(html, sent)).toBe(
      'x [https://t.example/?a.example/] https://t.example/?a.example/ https://t.example/?b.example/ m [m@a.example]',
    )
  })
})

describe('making text takes linear time', () => {
  const mixed = `<table><tr><td style="color:red">${'word '.repeat(20)}</td><td>${a('more <b>words</b>')}</td></tr></table>`
  const cost = (html: string) => {
    const before = process.cpuUsage()
    text(html)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1_000
  }

  it.each([
    ['a mail', mixed],
    ['depth', '<div><blockquote><ul><li><b style="font-size:1px">x'],
    ['cells without end', '<table><tr><td>x'],
    ['paragraphs and other ends', '<p>x</div></x>'],
    ['links', a('https://a.example/')],
    ['links without end', '<a href="https://a.example/">x'],
    ['filler', '&zwnj;&nbsp;'],
    ['letters', 'x'],
  ])('of %s up to 1 MB, and 100 KB within 50 ms', { timeout: 60_000 }, (_, part) => {
    const made = (size: number) => part.repeat(Math.ceil(size / part.length))
    text(made(100_000))
    const once = Math.min(...Array.from({ length: 5 }, () => cost(made(100_000))))
    expect(once).toBeLessThan(50)
    // Four times as much, and the collection of what was made; quadratic work would take sixteen times as long.
    expect(cost(made(1_000_000))).toBeLessThan(Math.max(cost(made(250_000)), 100) * 10)
  })
})
