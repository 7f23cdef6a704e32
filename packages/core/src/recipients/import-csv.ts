import { CsvError, parse } from 'csv-parse'
import { SillageError } from '../domain/errors.ts'
import type { ImportReport } from '../domain/recipient.ts'
import type { ContactStore } from '../store/contact-store.ts'
import type { NewContact } from '../store/records.ts'
import { type ColumnMapping, mapColumns, toNewContact } from './csv-columns.ts'
import { decodeText } from './decode-text.ts'

/** Whose contacts a file holds, and how it is read. */
export interface ImportOptions {
  owner: string | null
  /** `createdAt` of the contacts, milliseconds since the epoch. */
  now: number
  /** Which column is which field, by header; absent: found by the usual English and French names. */
  columns?: ColumnMapping | undefined
  /** Rows beyond are an error; what was stored by then stays. Default 1,000,000. */
  maxRows?: number
}

const BATCH = 500
const MAX_LISTED = 1_000
const MAX_ROWS = 1_000_000

/**
 * Adds contacts from a CSV file with a header line: UTF-8 or Windows-1252, separated by comma, semicolon or tab, quoted as usual.
 * Streamed and stored in batches of 500, a transaction each; a row that cannot be used is reported with its line number and the rest goes on.
 * Throws `invalid_field` when the file has no usable header, is no CSV or has too many rows; batches stored by then stay, and doing it again adds the rest.
 */
export async function importCsv(
  store: ContactStore,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { accepted: 0, duplicates: [], invalid: [], duplicateCount: 0, invalidCount: 0 }
  let batch: { line: number; contact: NewContact }[] = []

  async function flush(): Promise<void> {
    const rows = batch
    batch = []
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
  for await (const { line, cells } of readRows(decodeText(file))) {
    if (columns === undefined) {
      columns = mapColumns(cells, options.columns)
      continue
    }
    if (++rows > (options.maxRows ?? MAX_ROWS))
      throw new SillageError('invalid_field', `Expected at most ${options.maxRows ?? MAX_ROWS} rows; split the file.`)
    const contact = toNewContact(cells, columns, options)
    if ('reason' in contact) reject(line, contact.reason)
    else batch.push({ line, contact })
    if (batch.length >= BATCH) await flush()
  }
  if (columns === undefined)
    throw new SillageError('invalid_field', 'The file is empty; expected a header line with an email column.')
  await flush()
  return report
}

interface Row {
  line: number
  cells: string[]
}

/** Rows with the line they begin on. The separator is the one that the header line has most of. */
async function* readRows(text: AsyncIterable<string>): AsyncGenerator<Row> {
  const chunks = text[Symbol.asyncIterator]()
  let head = ''
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head += next.value
    if (head.includes('\n') || head.length > 65_536) break
  }
  const parser = parse({
    delimiter: separatorOf(head),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    max_record_size: 1_048_576,
  })
  const feeding = feed(parser, head, chunks)
  let counted = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      // The parser gives the line a record ends on, and takes CRLF inside quotes for two.
      const inside = record.flatMap((cell) => cell.match(/\r\n?|\n/g) ?? [])
      yield { line: info.lines - counted - inside.join('').length, cells: record }
      counted += inside.join('').length - inside.length
    }
    await feeding
  } catch (cause) {
    // What the file's own bytes threw, such as a body that is too large, is not about CSV.
    if (!(cause instanceof CsvError)) throw cause
    const line = Number(cause.lines)
    const where = Number.isInteger(line) ? ` near line ${line}` : ''
    throw new SillageError('invalid_field', `The file is not CSV${where}; check its quotes and separators.`, { cause })
  } finally {
    parser.destroy()
  }
}

async function feed(parser: ReturnType<typeof parse>, head: string, rest: AsyncIterator<string>): Promise<void> {
  try {
    parser.write(head)
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      // Asked now: it may have drained while the file was waited for.
      if (parser.writableNeedDrain) await drained(parser)
      if (parser.destroyed) return void (await rest.return?.())
      parser.write(next.value)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

/** Resolves when the parser takes more, or nothing any more. */
function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done)
      parser.off('close', done)
      resolve()
    }
    if (parser.destroyed) return resolve()
    parser.on('drain', done)
    parser.on('close', done)
  })
}

function separatorOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: line.split(separator).length }))
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ','
}
