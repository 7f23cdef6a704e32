/** Bytes are read as latin1; texts of a report are UTF-8 today, where they are valid as such. */
export function readable(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
