import fc from 'fast-check'
import { anyCharacter } from '../../any-character.ts'

/** Text that breaks what was not made for it. */
export const hostileText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\r\nBcc: b@example.org',
    '\ud800',
    '\u202e\ufeff',
    '💥'.repeat(200),
    'é'.repeat(5_000),
    "' or 1=1; --",
    '%_\\',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '=cmd()',
    '<script>alert(1)</script>',
    '{{#a}}{{/b}}',
    '{{{{',
    '{{>partial}}{{=<% %>=}}',
    'a@b@c',
    '"quoted sp"@example.org',
    'x@[127.0.0.1]',
    `${'a'.repeat(300)}@example.org`,
    'x@☃.example',
    '9'.repeat(400),
    '1e999',
    '-0',
    'NaN',
    '2026-13-45T99:99:99Z',
    '+275760-09-13T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999+14:00',
  ),
)

const hostileNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, -1, 0.5, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 2 ** 63, 2 ** 64, Number.MAX_SAFE_INTEGER),
)

/** Any JSON value that is not what was asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: hostileNumber },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 200 }).map((depth) => nested(depth)) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.dictionary(hostileText, hostileText, { maxKeys: 5 }) },
)

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value }
  return value
}

/** JSON text that is broken, or that parsers do not agree about. */
export const hostileJson = (valid: fc.Arbitrary<string>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc.tuple(valid, fc.nat(2_000)).map(([text, at]) => Buffer.from(text.slice(0, at))),
    // A key twice: the later one counts.
    fc
      .tuple(
        valid,
        fc.constantFrom('name', 'subject', 'html', 'email', 'recipients', 'start', '__proto__'),
        hostileValue,
      )
      .map(([text, key, value]) => Buffer.from(text.replace(/^\{/, `{"${key}":${JSON.stringify(value)},"${key}":1,`))),
    fc
      .tuple(valid, fc.constantFrom('1e400', '-1e400', '1E-999', `${'9'.repeat(500)}`, '01', '.5', 'NaN', '0x1f'))
      .map(([text, number]) => Buffer.from(text.replace(/:("[^"]*"|\d+|true|false|null)/, `:${number}`))),
    fc
      .tuple(fc.constantFrom('[', '{"a":', '{"data":{"a":['), fc.integer({ min: 1_000, max: 100_000 }))
      .map(([piece, times]) => Buffer.from(piece.repeat(times))),
    fc
      .tuple(
        fc.constantFrom('html', 'data', 'recipients', 'headers', 'tracking'),
        fc.integer({ min: 1_000, max: 50_000 }),
      )
      .map(([key, depth]) => Buffer.from(`{"${key}":${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}}`)),
    valid.map((text) => Buffer.from(`\ufeff${text}`)),
    valid.map((text) => Buffer.from(text, 'utf16le')),
    fc.uint8Array({ maxLength: 200 }),
    fc.constantFrom('null', 'true', '""', '[]', '0', '"\\ud800"', '{"\\u0000":1}').map((text) => Buffer.from(text)),
  )
