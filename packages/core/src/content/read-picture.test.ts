import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pixelGif } from './pixel.ts'
import { type PictureHead, readPicture, whyRefused } from './read-picture.ts'

const two = (value: number) => [value >> 8, value & 255]
const four = (value: number) => [0, 0, ...two(value)]
const text = (words: string) => [...Buffer.from(words, 'latin1')]

const pngHead = [0x89, ...text('PNG\r\n\u001a\n'), 0, 0, 0, 13, ...text('IHDR')]
const png = (width: number, height: number) => [...pngHead, ...four(width), ...four(height)]
const gif = (width: number, height: number) => [...text('GIF89a'), ...two(width).reverse(), ...two(height).reverse()]
/** A JPEG whose frame follows these segments. */
const jpeg = (width: number, height: number, before: readonly number[] = [], frame = 0xc0) => [
  ...[0xff, 0xd8],
  ...before,
  ...[0xff, frame, 0, 17, 8, ...two(height), ...two(width), 3],
]
const size = fc.integer({ min: 1, max: 65_535 })
const segment = fc
  .tuple(fc.constantFrom(0xc4, 0xdb, 0xe0, 0xe1, 0xfe), fc.uint8Array({ maxLength: 40 }))
  .map(([marker, bytes]) => [0xff, marker, ...two(bytes.length + 2), ...bytes])
const rest = fc.uint8Array({ maxLength: 50 })

it.each<[PictureHead['type'], fc.Arbitrary<(width: number, height: number) => number[]>]>([
  ['image/png', fc.constant(png)],
  ['image/gif', fc.constant(gif)],
  [
    'image/jpeg',
    fc
      .tuple(
        fc.array(fc.oneof(segment, fc.constant([0xff]), fc.constant([0xff, 0xd0]))),
        fc.constantFrom(0xc0, 0xc2, 0xcf),
      )
      .map(
        ([before, frame]) =>
          (width, height) =>
            jpeg(width, height, [0xff, 0xfe, 0, 2, ...before.flat()], frame),
      ),
  ],
])('%s: type and size are read, whatever stands behind them', (type, made) => {
  fc.assert(
    fc.property(made, size, size, rest, (make, width, height, more) => {
      const bytes = Uint8Array.from([...make(width, height), ...more])
      expect(readPicture(bytes)).toEqual({ type, width, height })
    }),
  )
})

it('whatever the bytes are, nothing throws, in time linear in them', () => {
  const heads = [pngHead, text('GIF89a'), [0xff, 0xd8, 0xff], [0xff, 0xd8, 0xff, 0xe0, 0, 0], []]
  fc.assert(
    fc.property(fc.constantFrom(...heads), rest, (head, bytes) => {
      const found = readPicture(Uint8Array.from([...head, ...bytes]))
      expect(found === undefined || (found.width > 0 && found.height > 0)).toBe(true)
      expect(whyRefused(bytes)).toMatch(/./)
    }),
    { numRuns: 1_000 },
  )
  for (const byte of [0xff, 0xd0, 0]) {
    const before = process.cpuUsage()
    readPicture(Uint8Array.from([0xff, 0xd8, ...Array<number>(2_000_000).fill(byte)]))
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
  }
})

it('reads a picture that is one', () => {
  expect(readPicture(pixelGif)).toEqual({ type: 'image/gif', width: 1, height: 1 })
  expect(readPicture(pixelGif.subarray(0, 9))).toBeUndefined()
  expect(readPicture(Uint8Array.from(png(0, 5)))).toBeUndefined()
  expect(readPicture(Uint8Array.from([0xff, 0xd8, 0xff, 0xda, 0, 2, ...jpeg(1, 1)]))).toBeUndefined()
})

it.each([
  ['RIFF\u0010\u0000\u0000\u0000WEBPVP8 ', /WebP, which Outlook/],
  ['<svg xmlns="http://www.w3.org/2000/svg">', /SVG, which Gmail/],
  ['\u00ef\u00bb\u00bf<?xml version="1.0"?>\n<svg width="1">', /SVG/],
  ['\u0000\u0000\u0000\u001cftypavif', /AVIF/],
  ['\u0000\u0000\u0000\u0018ftypheic', /HEIC/],
  ['<?xml version="1.0"?><a>', /another file/],
  ['%PDF-1.7', /another file/],
])('says why %j is refused', (bytes, why) => {
  expect(readPicture(Buffer.from(bytes, 'latin1'))).toBeUndefined()
  expect(whyRefused(Buffer.from(bytes, 'latin1'))).toMatch(why)
})
