/** One message of a `text/event-stream`, as the HTML standard reads it. */
export interface StreamMessage {
  id: string | undefined
  event: string
  data: string
}

/**
 * Takes chunks of text, however they are split, and returns whole messages. A byte-order mark and comments are skipped.
 */
export function createEventStreamParser(onMessage: (message: StreamMessage) => void): (piece: string) => void {
  let rest = ''
  let id: string | undefined
  let event = ''
  let data: string[] = []

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onMessage({ id, event, data: data.join('\n') })
      event = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
  }

  return (piece) => {
    rest += piece
    for (;;) {
      const match = /\r\n|\n|\r/.exec(rest)
      // A carriage return at the very end may be the first half of a line end whose second half has not come yet.
      if (match === null || (match[0] === '\r' && match.index === rest.length - 1)) return
      line(rest.slice(0, match.index).replace(/^\uFEFF/, ''))
      rest = rest.slice(match.index + match[0].length)
    }
  }
}
