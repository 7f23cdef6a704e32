import fc from 'fast-check'
import type { BlockDocument } from '../../src/domain/email-document.ts'
import { anyCharacter } from '../any-character.ts'

const signs = [
  '"><script>alert(1)</script>',
  "' onload=x ",
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'https://x.example/"onmouseover=x',
  'https://x.example/{{{x}}}',
  'https://x.example/{{#a}}{{x}}',
  'https://x.example/<b>',
  'https://{{a}}{{b}}',
  'mailto:a@b.example?subject={{{x}}}',
  '{{a}}',
  '{{{a}}}',
  '{{#a}}',
  '{{=<% %>=}}',
  '{',
  '{{',
  '}}',
  '<!--',
  '-->',
  '<!--[if mso]>',
  '<![endif]-->',
  '</title></style>',
  '\u0000',
  '\ud800',
  'left;background:url(//x)',
  '1-1',
  'a.b',
  '__proto__',
]
const types = [
  ...['paragraph', 'heading', 'bullet_list', 'ordered_list', 'list_item', 'quote', 'button', 'image', 'divider'],
  ...['columns', 'column', 'footer', 'field', 'text', 'hard_break', 'x', '__proto__', 'constructor'],
]
const words = fc.oneof(fc.constantFrom(...signs), fc.string({ unit: anyCharacter, maxLength: 12 }))
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: words },
  fc.constantFrom(Number.NaN, -1, 0, 1.5, 600, 1e9, Number.POSITIVE_INFINITY, null, undefined, true),
  fc.constant({}),
  fc.constant([null]),
)
const attribute = (...usual: unknown[]) => fc.oneof(fc.constantFrom(...usual), value)
export const attrs = fc.record(
  {
    href: attribute('https://x.example/?a={{a}}', '{{a}}', ''),
    src: attribute('https://x.example/a.png'),
    alt: value,
    width: attribute(600),
    height: attribute(300),
    align: attribute('center'),
    level: attribute(1),
    split: attribute('1-2'),
    name: attribute('name', 'a.b'),
    fallback: value,
    view: attribute(true, false),
  },
  { requiredKeys: [] },
)
const mark = fc.oneof(
  fc.record({ type: fc.constantFrom('strong', 'em', 'link', 'x'), attrs }, { requiredKeys: ['type'] }),
  value,
)
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    value,
    fc.record(
      {
        type: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...types) }, value),
        attrs: fc.oneof({ weight: 9, arbitrary: attrs }, value),
        text: fc.oneof({ weight: 9, arbitrary: words }, value),
        marks: fc.oneof(fc.array(mark, { maxLength: 3 }), value),
        content: fc.oneof({ weight: 9, arbitrary: fc.array(tie('node'), { maxLength: 4 }) }, value),
      },
      { requiredKeys: ['type'] },
    ),
  ),
}))

/** What a program may give in place of a document, as nearly one as it gets. */
export const anyDocument = fc.record(
  {
    version: attribute(1),
    kind: attribute('blocks'),
    preheader: value,
    lang: attribute('en', 'fr'),
    content: fc.oneof({ weight: 20, arbitrary: fc.array(node, { maxLength: 5 }) }, value),
  },
  { requiredKeys: [] },
) as unknown as fc.Arbitrary<BlockDocument>
