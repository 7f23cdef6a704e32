/**
 * Bytes to text, streamed: UTF-8 with or without BOM, UTF-16 with BOM, or Windows-1252, which is what spreadsheets save
 * as "CSV" on a French Windows. The first character beyond ASCII decides between UTF-8 and Windows-1252, however late
 * it comes: until then both read the same.
 */
export async function* decodeText(file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let held = new Uint8Array()
  let atStart = true
  for await (const chunk of file) {
    const bytes: Uint8Array<ArrayBuffer> = held.length === 0 ? Uint8Array.from(chunk) : Buffer.concat([held, chunk])
    held = new Uint8Array()
    decoder ??= (atStart ? wideDecoderFor(bytes) : undefined) ?? decoderFor(bytes)
    if (decoder !== undefined) yield decoder.decode(bytes, { stream: true })
    else if (bytes.every(isAscii)) yield ascii.decode(bytes)
    else held = bytes
    atStart &&= held.length === bytes.length
  }
  decoder ??= held.length > 0 ? (decoderFor(held, true) ?? windows()) : undefined
  if (decoder !== undefined) yield decoder.decode(held)
}

const isAscii = (byte: number): boolean => byte < 0x80
const ascii = new TextDecoder('utf-8')
const windows = () => new TextDecoder('windows-1252')

/** Spreadsheets begin "Unicode text" with a byte order mark. */
function wideDecoderFor([first, second]: Uint8Array): TextDecoder | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le')
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : undefined
}

/** Undefined where there are too few bytes to decide. */
function decoderFor(bytes: Uint8Array, isEnd = false): TextDecoder | undefined {
  const first = bytes.findIndex((byte) => !isAscii(byte))
  if (first < 0) return undefined
  // No character of UTF-8 is longer than four bytes.
  const character = bytes.subarray(first, first + 4)
  if (character.length < 4 && !isEnd) return undefined
  return startsWithUtf8(character) ? new TextDecoder('utf-8') : windows()
}

function startsWithUtf8(bytes: Uint8Array): boolean {
  const [character] = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  return character !== '\ufffd'
}
