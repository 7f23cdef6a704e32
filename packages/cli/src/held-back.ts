import type { TransformOptions } from 'node:stream'
import { isSillageError, type SillageApi, type SuppressionReason } from '@sillage/core'
import { type Options, type Parser, parse } from 'csv-parse'

/** Who must not be mailed any more, as the exports of other programs say it: why, for a row with these cells. */
type Rule = (cells: Readonly<Record<string, string>>) => SuppressionReason | undefined

/** A header line that is longer is refused by the import. */
const longestHead = 131_072

/** The rule for a file with these headers; undefined where it says nothing of it. */
function ruleFor(headers: readonly string[], unsubscribed: boolean): Rule | undefined {
  const has = (...names: string[]) => names.every((name) => headers.includes(name))
  if (unsubscribed) return () => 'unsubscribe'
  // Mailchimp has a file for each: those who unsubscribed, and those it has cleaned out because their mail came back.
  if (has('Email Address', 'UNSUB_TIME')) return () => 'unsubscribe'
  if (has('Email Address', 'CLEAN_TIME')) return () => 'bounce'
  // listmonk: `enabled`, `disabled` or `blocklisted`.
  if (has('uuid', 'email', 'attributes', 'status')) return ({ status }) => (status === 'enabled' ? undefined : 'manual')
  return undefined
}

/**
 * Passes the file on, and before each piece of it suppresses those in it who left or bounced elsewhere, so that nobody
 * of them is a contact for a moment without being held back. `unsubscribed`: that is everybody in it. `count` is how
 * many; what is not an address is left to the import, which names its line.
 */
export function holdBack(
  chunks: AsyncIterable<Uint8Array>,
  suppressions: SillageApi['suppressions'],
  { unsubscribed, emailHeader }: { unsubscribed: boolean; emailHeader: string | undefined },
): { chunks: AsyncIterable<Uint8Array>; count(): number } {
  let count = 0
  let headers: string[] = []
  let rule: Rule | undefined
  let parser: Parser | undefined
  async function settle(parser: Parser): Promise<void> {
    // Whoever cannot be read cannot be held back.
    if (parser.errored !== null && rule !== undefined) throw parser.errored
    for (let row: string[] | null = parser.read(); row !== null; row = parser.read()) {
      if (headers.length === 0) {
        headers = row.map((header) => header.trim())
        rule = ruleFor(headers, unsubscribed)
        continue
      }
      const cells = Object.fromEntries(headers.map((header, at) => [header, row?.[at] ?? '']))
      const email = (emailOf(cells, emailHeader) ?? '').trim()
      const reason = rule?.(cells)
      if (reason === undefined || !email.includes('@')) continue
      try {
        await suppressions.create({ email, reason })
        count++
      } catch (error) {
        if (!isSillageError(error, 'invalid_address') && !isSillageError(error, 'invalid_field')) throw error
      }
    }
  }
  async function read(parser: Parser, chunk: Uint8Array): Promise<void> {
    if (headers.length > 0 && rule === undefined) return
    await new Promise((resolve) => parser.write(chunk, resolve))
    await settle(parser)
  }
  async function* passed(): AsyncGenerator<Uint8Array> {
    // A row is known to end only by what follows it, so pieces are passed on when the next one has been read.
    let waiting: Uint8Array[] = []
    for await (const chunk of chunks) {
      if (parser === undefined) {
        waiting.push(chunk)
        const beginning = Buffer.concat(waiting)
        if (!/[\r\n]/.test(beginning.toString('latin1')) && beginning.length < longestHead) continue
        parser = parserOf(beginning)
        await read(parser, beginning)
      } else {
        await read(parser, chunk)
        yield* waiting
        waiting = [chunk]
      }
    }
    if (parser !== undefined && rule !== undefined) {
      const ended = parser
      await new Promise<void>((resolve) => ended.end(() => resolve()))
      await settle(ended)
    }
    yield* waiting
  }
  return { chunks: passed(), count: () => count }
}

/** The usual headers of these programs, or the one that is named. */
function emailOf(cells: Readonly<Record<string, string>>, header: string | undefined): string | undefined {
  if (header !== undefined) return cells[header]
  const found = Object.keys(cells).find((name) => /^e-?mail(?: address)?$/i.test(name))
  return found === undefined ? undefined : cells[found]
}

function parserOf(beginning: Uint8Array): Parser {
  const [line = ''] = Buffer.from(beginning)
    .toString('latin1')
    .split(/[\r\n]/, 1)
  const [delimiter = ','] = [',', ';', '\t'].sort((a, b) => line.split(b).length - line.split(a).length)
  const options: Options & TransformOptions = {
    // More than the rows of one piece, which are taken out before the next one is given.
    readableHighWaterMark: 1_000_000,
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }
  // `settle` reads the error.
  return parse(options).on('error', () => undefined)
}
