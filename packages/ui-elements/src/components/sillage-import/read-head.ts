import { separatorOf, splitCells } from '../sillage-recipients/split-cells.ts'
import { decodeText } from './decode-text.ts'

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
  const [headings = '', first = ''] = decodeText(bytes, true)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
  if (headings === '') return undefined
  const separator = separatorOf(headings)
  return { headings: splitCells(headings, separator), first: splitCells(first, separator) }
}
