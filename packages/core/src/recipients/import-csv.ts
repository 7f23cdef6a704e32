import { CsvError, parse } from 'csv-parse'
import { SillageError } from '../domain/errors.ts'
import type { ColumnMapping, ImportReport } from '../domain/recipient.ts'
import { nextTurn, shareEventLoop } from '../kit/share-event-loop.ts'
import type { ContactStore } from '../store/port/contact-store.ts'
import type { NewContact } from '../store/port/records.ts'
import { mapColumns, requireFewColumns, toNewContact } from './csv-columns.ts'
import { decodeText } from './decode-text.ts'

/** The owner of the contacts in a file, and how it is read. */
export interface ImportOptions {
  owner: string | null
  /** `createdAt` of the contacts, milliseconds since the epoch. */
  now: number
  /** Which column is which field, by header; absent: found by the usual English and French names. */
  columns?: ColumnMapping | undefined
  /** More rows are an error; what was stored by then stays. Default 1,000,000. */
  maxRows?: number
}

const BATCH = 500
/** Characters of their cells: a batch is handed to the store in one turn of the event loop. */
const BATCH_CHARACTERS = 1_000_000
const MAX_LISTED = 1_000
const MAX_ROWS = 1_000_000
/**
 * Bytes of one row, several times what a contact may have; where a quote is never closed, the rest of the file is one
 * row.
 */
const MAX_ROW_BYTES = 262_144
/** Bytes that are parsed in one turn of the event loop, whatever chunks the file comes in: each may be a cell. */
const PIECE = 1_024
/** Longer than a header line of 500 titles of 200 characters. */
const MAX_HEAD = 131_072

/**
 * Adds contacts from a CSV file with a header line: UTF-8 or Windows-1252, separated by comma, semicolon or tab, quoted
 * as usual. Streamed and stored in batches of 500, a transaction each; a row that cannot be used is reported with its
 * line number and the rest continues. Throws `invalid_field` when the file has no usable header, more than 500 columns,
 * is not CSV or has too many rows; batches stored by then stay, and doing it again adds the rest.
 */
export async function importCsv(
  store: ContactStore,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { accepted: 0, duplicates: [], invalid: [], duplicateCount: 0, invalidCount: 0 }
  let batch: { line: number; contact: NewContact }[] = []
  let characters = 0

  async function flush(): Promise<void> {
    const rows = batch
    batch = []
    characters = 0
    const { duplicates } = await store.add(rows.map((row) => row.contact))
    report.accepted += rows.length - duplicates.length
    report.duplicateCount += duplicates.length
    for (const index of duplicates) {
      const row = rows[index]
      if (row !== undefined && report.duplicates.length < MAX_LISTED)
        report.duplicates.push({ line: row.line, email: row.contact.email })
    }
  }

  function reject(line: number, reason: string): void {
    report.invalidCount++
    if (report.invalid.length < MAX_LISTED) report.invalid.push({ line, reason })
  }

  let columns: ReturnType<typeof mapColumns> | undefined
  let rows = 0
  const pause = shareEventLoop()
  for await (const { line, cells } of readRows(decodeText(inPieces(file)))) {
    if (columns === undefined) {
      columns = mapColumns(cells, options.columns)
      continue
    }
    if (++rows > (options.maxRows ?? MAX_ROWS))
      throw new SillageError('invalid_field', `Expected at most ${options.maxRows ?? MAX_ROWS} rows; split the file.`)
    const contact = toNewContact(cells, columns, options)
    if ('reason' in contact) reject(line, contact.reason)
    else {
      batch.push({ line, contact })
      for (const cell of cells) characters += cell.length
    }
    if (batch.length >= BATCH || characters >= BATCH_CHARACTERS) await flush()
    await pause()
  }
  if (columns === undefined)
    throw new SillageError('invalid_field', 'The file is empty; expected a header line with an email column.')
  await flush()
  return report
}

async function* inPieces(file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of file)
    for (let start = 0; start < chunk.length; start += PIECE) yield chunk.subarray(start, start + PIECE)
}

interface Row {
  line: number
  cells: string[]
}

/** Rows with the line they begin on. The separator is the one that the header line has most of. */
async function* readRows(text: AsyncIterable<string>): AsyncGenerator<Row> {
  const pieces = text[Symbol.asyncIterator]()
  const head: string[] = []
  let headLength = 0
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    head.push(next.value)
    headLength += next.value.length
    if (next.value.includes('\n') || headLength > MAX_HEAD) break
  }
  const parser = parse({
    delimiter: separatorOf(head.join('')),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
  })
  const feeding = feed(parser, head, pieces)
  let counted = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser gives the line a record ends on, and counts CRLF inside quotes as two.
      const inside = lineBreaksIn(record)
      yield { line: info.lines - counted - inside.characters, cells: record }
      counted += inside.characters - inside.breaks
    }
    await feeding
  } catch (cause) {
    // An error of the file's own bytes, such as a body that is too large, is not about CSV.
    if (!(cause instanceof CsvError)) throw cause
    const line = Number(cause.lines)
    const where = Number.isInteger(line) ? ` near line ${line}` : ''
    throw new SillageError('invalid_field', `The file is not CSV${where}; check its quotes and separators.`, { cause })
  } finally {
    parser.destroy()
  }
}

/** A row may have as many cells as bytes, nearly none of which has a line break. */
function lineBreaksIn(cells: readonly string[]): { breaks: number; characters: number } {
  const inside = { breaks: 0, characters: 0 }
  for (const cell of cells) {
    if (!cell.includes('\n') && !cell.includes('\r')) continue
    for (const [found] of cell.matchAll(/\r\n?|\n/g)) {
      inside.breaks++
      inside.characters += found.length
    }
  }
  return inside
}

async function feed(parser: ReturnType<typeof parse>, head: string[], rest: AsyncIterator<string>): Promise<void> {
  let rows = 0
  /** Since the chunk in which the last row ended. */
  let rowBytes = 0
  const nextPiece = async () => head.shift() ?? (await rest.next()).value
  try {
    for (let piece = await nextPiece(); piece !== undefined; piece = await nextPiece()) {
      if (parser.destroyed) return void (await rest.return?.())
      await written(parser, piece)
      // The parser's own limit counts what is in cells, not what is between them.
      const { records, empty_lines, lines } = parser.info
      rowBytes = records + empty_lines > rows ? 0 : rowBytes + Buffer.byteLength(piece)
      rows = records + empty_lines
      if (rowBytes > MAX_ROW_BYTES) throw tooLong(lines)
      await nextTurn()
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

const tooLong = (line: number) =>
  new SillageError(
    'invalid_field',
    `A row near line ${line} is longer than ${MAX_ROW_BYTES / 1024} KB; check whether a quote is never closed.`,
  )

/**
 * Resolves when the rows before were taken, or none will be any more. Without it the parser would parse all waiting
 * bytes at once when the file ends.
 */
function written(parser: ReturnType<typeof parse>, piece: string): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('close', done)
      resolve()
    }
    parser.once('close', done)
    parser.write(piece, done)
  })
}

/** Throws `invalid_field` for a header of too many columns, before it is parsed. */
function separatorOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: line.split(separator).length }))
  const [most] = counts.sort((a, b) => b.count - a.count)
  // Quoted titles may hold separators of their own.
  if (!line.includes('"')) requireFewColumns(most?.count ?? 0)
  return most?.separator ?? ','
}
