import { type Gap, gaps } from './text-writer.ts'

/** How far apart from what is before and behind it the text of an element stands; none for all others. */
export const elementGaps = new Map<string, Gap>([
  ...[
    'p',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'ul',
    'ol',
    'menu',
    'dl',
    'blockquote',
    'pre',
    'table',
    'hr',
    'figure',
  ].map((name) => [name, gaps.paragraph] as const),
  ...['address', 'article', 'aside', 'body', 'caption', 'center', 'dd', 'details', 'div', 'dt', 'fieldset'].map(
    (name) => [name, gaps.line] as const,
  ),
  ...['figcaption', 'footer', 'form', 'header', 'html', 'legend', 'li', 'main', 'nav', 'option', 'section'].map(
    (name) => [name, gaps.line] as const,
  ),
  ...['summary', 'tr'].map((name) => [name, gaps.line] as const),
  ...['td', 'th'].map((name) => [name, gaps.cell] as const),
  ...['button', 'img', 'area'].map((name) => [name, gaps.apart] as const),
])
/** These have no end tag. */
export const empty = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
])
/** What is in these is not shown, or is shown in place of something else. */
export const unread = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'svg', 'template', 'title'])
