/**
 * Bytes to text, streamed: UTF-8 (with or without BOM), or Windows-1252 from the first byte that is not UTF-8 in the first 64 KB.
 * What spreadsheets save as "CSV" on a French Windows is the latter.
 */
export async function* decodeText(file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<string> {
  let sample: Uint8Array[] = []
  let size = 0
  let decoder: TextDecoder | undefined
  for await (const chunk of file) {
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true })
      continue
    }
    sample.push(chunk)
    size += chunk.length
    if (size < SAMPLE_BYTES) continue
    decoder = decoderFor(sample)
    for (const held of sample) yield decoder.decode(held, { stream: true })
    sample = []
  }
  decoder ??= decoderFor(sample)
  for (const held of sample) yield decoder.decode(held, { stream: true })
  yield decoder.decode()
}

const SAMPLE_BYTES = 65_536

function decoderFor(sample: readonly Uint8Array[]): TextDecoder {
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    // `stream` keeps a character that the sample cuts in two from counting as broken.
    for (const chunk of sample) strict.decode(chunk, { stream: true })
    return new TextDecoder('utf-8')
  } catch {
    return new TextDecoder('windows-1252')
  }
}
