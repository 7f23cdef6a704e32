import { parse } from 'csv-parse'
import { SillageError } from '../domain/errors.ts'
import type { ImportReport } from '../domain/recipient.ts'
import type { ContactStore } from '../store/directory-store.ts'
import type { NewContact } from '../store/records.ts'
import { type ColumnMapping, mapColumns, toNewContact } from './csv-columns.ts'
import { decodeText } from './decode-text.ts'

export interface ImportOptions {
  owner: string | null
  now: number
  /** Which column is which field, by header; absent: found by the usual English and French names. */
  columns?: ColumnMapping | undefined
  /** Rows beyond are an error. */
  maxRows?: number
}

const BATCH = 500
const MAX_LISTED = 1_000
const MAX_ROWS = 1_000_000

/**
 * Adds contacts from a CSV file with a header line: UTF-8 or Windows-1252, separated by comma, semicolon or tab, quoted as usual.
 * Streamed and stored in batches; a row that cannot be used is reported with its line number and the rest goes on.
 * Throws `invalid_field` when the file has no usable header.
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
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const breaks = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
      yield { line: info.lines - breaks, cells: record }
    }
    await feeding
  } catch (cause) {
    throw new SillageError('invalid_field', 'The file could not be read as CSV; check its quotes and separators.', {
      cause,
    })
  }
}

async function feed(parser: ReturnType<typeof parse>, head: string, rest: AsyncIterator<string>): Promise<void> {
  try {
    let ready = parser.write(head)
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      if (!ready) await new Promise((resolve) => parser.once('drain', resolve))
      ready = parser.write(next.value)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function separatorOf(head: string): string {
  const line = head.split(/\r?\n/, 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((separator) => ({ separator, count: line.split(separator).length }))
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ','
}
