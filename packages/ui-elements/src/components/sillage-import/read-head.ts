import { splitCells } from '../sillage-recipients/split-cells.ts'

/** What is read of a file to ask what its columns are. */
const HEAD_BYTES = 65_536

export interface FileHead {
  headings: string[]
  /** The first row below them. */
  first: string[]
}

/** Reads the headings and the first row of a table; undefined when the file is none. UTF-8 or Windows-1252. */
export async function readHead(file: Blob): Promise<FileHead | undefined> {
  const bytes = await file.slice(0, HEAD_BYTES).arrayBuffer()
  const [headings = '', first = ''] = decode(bytes)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
  if (headings === '') return undefined
  const separator = [';', '\t', ','].reduce((most, one) =>
    headings.split(one).length > headings.split(most).length ? one : most,
  )
  return { headings: splitCells(headings, separator), first: splitCells(first, separator) }
}

function decode(bytes: ArrayBuffer): string {
  try {
    // The last letter may be cut in two: it is waited for.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
