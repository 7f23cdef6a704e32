import MimeNode from 'nodemailer/lib/mime-node'
import type { ContentFile } from '../composer.ts'

/** What stands around the text of a message that has files. */
export interface AttachedParts {
  /** Goes before the Content-Type of the text's own part: the message's, and where the parts begin. */
  readonly opening: string
  /**
   * All behind the text's part, the same for every message: heads of parts and encoded files in turn, each piece ended
   * by a line's end. They are shared: nobody may change them. A promise where a file has to be loaded.
   */
  pieces(): readonly Buffer[] | Promise<readonly Buffer[]>
}

/** Below a root, so that nodes add no fields of their own. */
const root = new MimeNode(false)

/**
 * The parts for files, undefined for none: `mixed` of the text and the files to save, the text together with the
 * pictures that it shows in a `related` of their own. `id` makes the boundaries: none is the beginning of another, and
 * they hold `_`, which base64 never does.
 */
export function attachedParts(files: readonly ContentFile[], id: string): AttachedParts | undefined {
  if (files.length === 0) return undefined
  const [related, mixed] = [`=_related_${id}`, `=_mixed_${id}`]
  const shown = files.filter(({ cid }) => cid !== null)
  const saved = files.filter(({ cid }) => cid === null)
  const inside = shown.length === 0 ? '' : `multipart/related; type="multipart/alternative"; boundary="${related}"`
  const outside = saved.length === 0 ? '' : `multipart/mixed; boundary="${mixed}"`

  const levels = [
    { type: outside, boundary: mixed },
    { type: inside, boundary: related },
  ].filter(({ type }) => type !== '')
  const heads = [
    ...shown.map((file) => `--${related}\r\n${partHead(file)}`),
    ...saved.map((file) => `--${mixed}\r\n${partHead(file)}`),
    saved.length === 0 ? '' : `--${mixed}--\r\n`,
  ]
  // The pictures end where the first file to save begins, or where the message does.
  if (shown.length > 0) heads[shown.length] = `--${related}--\r\n${heads[shown.length]}`
  const bytes = heads.map((head) => Buffer.from(head))
  const inOrder = [...shown, ...saved]
  const together = (encoded: readonly Buffer[]) =>
    bytes.flatMap((head, at) => (at < encoded.length ? [head, encoded[at] as Buffer] : [head]))

  return {
    opening: levels.map(({ type, boundary }) => `Content-Type: ${type}\r\n\r\n--${boundary}\r\n`).join(''),
    pieces() {
      const encoded = inOrder.map((file) => file.encoded())
      return encoded.every((one) => Buffer.isBuffer(one)) ? together(encoded) : Promise.all(encoded).then(together)
    },
  }
}

/** The fields of one file's part, and the empty line behind them. */
function partHead({ filename, contentType, cid }: ContentFile): string {
  // Names of every script: as RFC 2231 has them, and for old readers as encoded words beside the type.
  const node = new MimeNode(contentType, { filename, rootNode: root, parentNode: root })
  if (cid !== null) node.setHeader('Content-ID', `<${cid}>`)
  node.setHeader('Content-Disposition', cid === null ? 'attachment' : 'inline')
  node.setHeader('Content-Transfer-Encoding', 'base64')
  return `${node.buildHeaders()}\r\n\r\n`
}
