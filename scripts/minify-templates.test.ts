import { expect, test } from 'vitest'
import { minifyTemplates } from './minify-templates.ts'

/** A value in a template, as it is written. */
const hole = (value: string) => ['$', '{', value, '}'].join('')

test.each([
  [
    'css`\n  a:hover > b,\n  ::part(x) {\n    color: red;\n    inset: 0 auto;\n  }\n`',
    'css` a:hover > b,::part(x){color:red;inset:0 auto}`',
  ],
  ["css`a::after { content: ' ;  : '; font: 1px/1 'A  B', c }`", "css`a::after{content:' ;  : ';font:1px/1 'A  B',c}`"],
  ['css`a { /* why; { */ width: calc(1px + 2px) }`', 'css`a{width:calc(1px + 2px)}`'],
  ['css`@media (max-width: 9px) and (x: y) {\n b { c: d; }\n}`', 'css`@media (max-width:9px) and (x:y){b{c:d}}`'],
  ['html`<p\n   class="a  b"\n >\n  text  here\n</p>`', 'html`<p class="a  b" > text  here </p>`'],
  [
    `html\`<b>${hole('x')}\n  ${hole('y ? html`\n <i> z</i>` : nothing')}</b>\``,
    `html\`<b>${hole('x')} ${hole('y ? html` <i> z</i>` : nothing')}</b>\``,
  ],
  ['svg`<g>\n</g>`', 'svg`<g> </g>`'],
  ['const a = `\n  b: c\n`; other`\n  d`', 'const a = `\n  b: c\n`; other`\n  d`'],
])('%j', (source, expected) => {
  expect(minifyTemplates(source)).toBe(expected)
})
