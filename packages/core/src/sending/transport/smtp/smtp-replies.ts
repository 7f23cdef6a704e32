/** What a server answered, as it stands: the lines of it, each with its code. */
export interface SmtpReply {
  code: number
  text: string
}

/** No server says more at once; nodemailer's limit. */
const mostBytes = 1024 * 1024

/**
 * Reads what a server says as replies (RFC 5321 section 4.2.1). Give it each piece as it comes; false: what came is no
 * reply, or a longer one than any server gives, and nothing that follows can be understood.
 */
export function createReplyReader(onReply: (reply: SmtpReply) => void): (piece: Buffer) => boolean {
  let rest = ''
  let lines: string[] = []
  let length = 0

  /** False: no line of a reply. */
  function take(line: string): boolean {
    if (line.trim() === '') return true
    const code = Number(/^[2-5]\d\d(?=[ -]|$)/.exec(line)?.[0])
    length += line.length
    if (!(code > 0) || length > mostBytes) return false
    lines.push(line)
    if (line[3] === '-') return true
    const text = lines.length === 1 ? line : lines.join('\n')
    lines = []
    length = 0
    onReply({ code, text: decoded(text) })
    return true
  }

  return (piece) => {
    const all = rest + piece.toString('latin1')
    const pieces = all.split('\n')
    rest = pieces.pop() ?? ''
    for (const one of pieces) if (!take(one.endsWith('\r') ? one.slice(0, -1) : one)) return false
    return rest.length <= mostBytes
  }
}

/** Servers may answer in UTF-8 (RFC 6531). */
const decoded = (text: string): string =>
  /[\x80-\xff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text
