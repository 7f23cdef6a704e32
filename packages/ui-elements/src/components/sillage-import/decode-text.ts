/** A file as text, or its beginning: UTF-8, else Windows-1252, which spreadsheets still write. */
export function decodeText(bytes: ArrayBuffer, isCut: boolean): string {
  try {
    // The last letter of a beginning may be cut in two: it is waited for.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
