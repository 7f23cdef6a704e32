import { pick, type Random, sizeOf } from './kinds.ts'

/** JSON of any size, which takes no memory before it is read. */
export interface LargeJson {
  what: string
  pieces(): Iterable<Uint8Array>
}

interface Shape {
  open: string
  part: (n: number) => string
  separator: string
  close: string
}

const text = (part: string): Shape => ({ open: '"', part: () => part, separator: '', close: '"' })
const list = (part: (n: number) => string): Shape => ({ open: '[', part, separator: ',', close: ']' })
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** What may stand in a field instead of what is expected. */
const shapes: Readonly<Record<string, Shape>> = {
  letters: text('x'),
  blanks: text(' '),
  'other letters': text('é'),
  'escaped letters': text('\\u00e9'),
  'escaped quotes': text('\\"'),
  tags: text('{{b}}'),
  'open tags': text('{{'),
  links: text('<a href=\\"https://x.example/\\">x</a>'),
  'open elements': text('<b>'),
  addresses: text('a@b.example,'),
  dots: text('a.'),
  numbers: list(() => '1'),
  texts: list(() => '""'),
  lists: list(() => '[]'),
  objects: list(() => '{}'),
  'deep lists': list(() => nested(60)),
  'ids of contacts': list((n) => `"${n}"`),
  fields: { open: '{', part: (n) => `"k${n}":1`, separator: ',', close: '}' },
  'objects of many fields': list((n) => `{${Array.from({ length: 100 }, (_, k) => `"k${n}-${k}":1`).join()}}`),
  people: list((n) => `{"email":"n${n}@b.example","name":"N ${n}","data":{"a":${n}}}`),
  'people with much data': list((n) => `{"email":"n${n}@b.example","data":{"a":"${'x'.repeat(60_000)}"}}`),
  'people with many fields': list((n) => `{"email":"n${n}@b.example","data":{"a":[${'1,'.repeat(20_000)}1]}}`),
  nobodies: list(() => '{"email":"nobody"}'),
}
const names = Object.keys(shapes)

/** The body with a field of it in one of these shapes, of 1 KB to 16 MB. */
export function largeJson(random: Random, body: object, fields: readonly string[]): LargeJson {
  const name = pick(random, names)
  const shape = shapes[name] as Shape
  const field = pick(random, fields)
  const size = sizeOf(random, 1_000, 16_500_000)
  const { [field as never]: _, ...rest } = body
  const before = `{${JSON.stringify(rest).slice(1, -1)}${Object.keys(rest).length > 0 ? ',' : ''}"${field}":${shape.open}`
  return {
    what: `${field}: ${name}, ${Math.ceil(size / 1_000)} KB`,
    *pieces() {
      let piece = before
      let left = size
      for (let n = 0; left > 0; n++) {
        const part = `${n > 0 ? shape.separator : ''}${shape.part(n)}`
        left -= part.length
        piece += part
        if (piece.length < 65_536) continue
        yield Buffer.from(piece)
        piece = ''
      }
      yield Buffer.from(`${piece}${shape.close}}`)
    },
  }
}
