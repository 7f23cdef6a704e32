import type { PictureType } from '../domain/asset.ts'

/** What the head of a picture says; sizes in pixels. */
export interface PictureHead {
  type: PictureType
  width: number
  height: number
}

const pngHead = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, ...ascii('IHDR')]
const gifHeads = [ascii('GIF87a'), ascii('GIF89a')]
const jpegHead = [0xff, 0xd8, 0xff]

/** Type and size of a PNG, JPEG or GIF, by its first bytes and never by its name; undefined for all else. */
export function readPicture(bytes: Uint8Array): PictureHead | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const head = headOf(bytes, view)
  return head !== undefined && head.width > 0 && head.height > 0 ? head : undefined
}

function headOf(bytes: Uint8Array, view: DataView): PictureHead | undefined {
  if (beginsWith(bytes, pngHead) && bytes.length >= 24)
    return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
  if (gifHeads.some((head) => beginsWith(bytes, head)) && bytes.length >= 10)
    return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
  return beginsWith(bytes, jpegHead) ? readJpeg(view) : undefined
}

/** Follows the segments of a JPEG to the one that begins its picture. */
function readJpeg(view: DataView): PictureHead | undefined {
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (isFrame(marker))
      return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // Behind the start of the data, and at the end, there is no size any more.
    else if (marker === 0xda || marker === 0xd9) return undefined
    // A marker without a segment; else past the segment, whose length counts itself.
    else at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8) ? 2 : 2 + Math.max(2, view.getUint16(at + 2))
  }
  return undefined
}

/** SOF0 to SOF15, without the three among them that are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** What a file is that is no such picture, as far as it is one that people take for it, and why it is refused. */
export function whyRefused(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, 1_000)).toString('latin1')
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'WebP, which Outlook for Windows does not show'
  if (/^[^<]{0,10}<(?:\?xml|!doctype svg|!--|svg)/i.test(text) && /<svg[\s>]/i.test(text))
    return 'SVG, which Gmail does not show'
  if (/^.{4}ftyp(?:avif|avis|hei[cfmsx]|mif1)/s.test(text)) return 'AVIF or HEIC, which most mail programs do not show'
  return 'another file'
}

function beginsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, at) => bytes[at] === byte)
}

function ascii(text: string): number[] {
  return Array.from(text, (sign) => sign.charCodeAt(0))
}
