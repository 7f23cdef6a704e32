import { type TokenKind, tokenLength } from '../../domain/token-kind.ts'
import type { Piece, ValuePiece } from '../pieces/pieces.ts'
import { breakLine, type Cursor, longestLine, mostBytes, writeText } from './quoted-printable.ts'

/**
 * Where a token's characters go: `offset` from the beginning of its run. A token is sealed once and written into every
 * hole that names it.
 */
interface Hole {
  offset: number
  token: number
}

/** What writing a message consists of: bytes that are always the same but for their holes, and what differs. */
export type Op =
  | {
      readonly type: 'run'
      readonly bytes: Uint8Array
      readonly holes: readonly Hole[]
      /** How many bytes these are, decoded. */
      readonly size: number
    }
  | { readonly type: 'value'; readonly piece: ValuePiece }
  | { readonly type: 'text'; readonly raw: boolean; readonly make: (messageId: number) => string }
  | { readonly type: 'section'; readonly piece: Extract<Piece, { type: 'section' }>; readonly ops: readonly Op[] }

/** A token of a layout, whichever campaign it becomes one of: of a click, the place of its link among the links. */
export interface LayoutToken {
  kind: TokenKind
  link?: number | undefined
}

/** What messages consist of that are tracked alike, and the tokens they carry. */
export interface Layout {
  readonly ops: readonly Op[]
  readonly tokens: readonly LayoutToken[]
}

/**
 * A URL of a message; `sealed` is the same in two parts, what never changes and the token behind it, where they are
 * known.
 */
export interface LayoutUrl {
  make: (messageId: number) => string
  sealed: { prefix: string; token: LayoutToken } | undefined
}

export interface LayoutBuilder {
  /** Bytes outside quoted-printable, as they are. */
  raw(text: string): void
  rawUrl(url: LayoutUrl): void
  text(text: string): void
  /** A URL; kept on one line where it fits on one. `encode` writes it for its place. */
  url(url: LayoutUrl, encode: (url: string) => string): void
  value(piece: ValuePiece): void
  section(piece: Extract<Piece, { type: 'section' }>, fill: () => void): void
  /** Ends a body: what is raw follows. */
  endBody(): void
  build(): Layout
}

/** Stands for a token while the text around it is encoded: no character of it is ever escaped. */
const dummy = '0'.repeat(tokenLength)

/**
 * Encodes the parts of a message that never change, once. Runs start and end in column 0, and a hole never lies across
 * a line break, so that tokens and values can be written without reading what is around them.
 */
export function createLayoutBuilder(): LayoutBuilder {
  const tokens: LayoutToken[] = []
  const known = new Map<string, number>()
  let ops: Op[] = []
  let bytes = new Uint8Array(4_096)
  let holes: Hole[] = []
  let size = 0
  const cursor: Cursor = { at: 0, column: 0 }

  const reserve = (size: number) => {
    if (cursor.at + size <= bytes.length) return
    const larger = new Uint8Array((cursor.at + size) * 2)
    larger.set(bytes)
    bytes = larger
  }
  const text = (value: string) => {
    reserve(mostBytes(value.length))
    size += Buffer.byteLength(value)
    writeText(bytes, cursor, value)
  }
  const endLine = () => {
    reserve(3)
    breakLine(bytes, cursor)
  }
  const endRun = () => {
    endLine()
    if (cursor.at > 0) ops.push({ type: 'run', bytes: bytes.slice(0, cursor.at), holes, size })
    cursor.at = 0
    size = 0
    holes = []
  }
  const tokenIndex = (token: LayoutToken) => {
    const key = `${token.kind} ${token.link}`
    const index = known.get(key) ?? tokens.push(token) - 1
    known.set(key, index)
    return index
  }

  const raw = (value: string) => {
    const encoded = Buffer.from(value, 'utf8')
    reserve(encoded.length)
    bytes.set(encoded, cursor.at)
    cursor.at += encoded.length
    cursor.column = 0
  }

  return {
    text,
    raw,
    rawUrl({ make, sealed }) {
      if (sealed === undefined) {
        endRun()
        ops.push({ type: 'text', raw: true, make })
        return
      }
      raw(sealed.prefix)
      holes.push({ offset: cursor.at, token: tokenIndex(sealed.token) })
      raw(dummy)
    },
    url(url, encode) {
      if (url.sealed === undefined) {
        endRun()
        ops.push({ type: 'text', raw: false, make: (messageId) => encode(url.make(messageId)) })
        return
      }
      const written = encode(url.sealed.prefix + dummy)
      const before = written.slice(0, written.lastIndexOf(dummy))
      const start = Math.max(0, before.lastIndexOf('http'))
      const width = before.length - start + tokenLength
      text(before.slice(0, start))
      if (cursor.column + width >= longestLine && width < longestLine) endLine()
      text(before.slice(start))
      if (cursor.column + tokenLength >= longestLine) endLine()
      holes.push({ offset: cursor.at, token: tokenIndex(url.sealed.token) })
      text(written.slice(before.length))
    },
    value(piece) {
      endRun()
      ops.push({ type: 'value', piece })
    },
    section(piece, fill) {
      endRun()
      const outer = ops
      ops = []
      fill()
      endRun()
      const inner = ops
      ops = outer
      ops.push({ type: 'section', piece, ops: inner })
    },
    endBody() {
      // Without a soft break behind the last line, unless it ends in white space, which may not end a line.
      const last = bytes[cursor.at - 1]
      if (cursor.at === 0 || last === 32 || last === 9) endLine()
      cursor.column = 0
    },
    build() {
      endRun()
      return { ops, tokens }
    },
  }
}
