/** Elements whose content is text to the tokenizer: what is put in there would be shown, not loaded. */
const rawText = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])

/**
 * Follows the tokens of a document, to say where its body begins and ends: that is where images are put. All offsets
 * are the document's.
 */
export interface BodyPlace {
  /** All markup is complete up to here: something unfinished behind it would swallow what is appended. */
  reached(at: number): void
  /** A start tag from `start` to `end`. */
  startTag(element: string, start: number, end: number): void
  /** An end tag that begins at `start`; its name ends at `nameEnd`; its own end no tokenizer reports. */
  endTag(element: string, start: number, nameEnd: number): void
  doctype(end: number): void
  /** The document is over; what a tokenizer still gives is what was unfinished. */
  over(): void
  /** Where the top of the body is: after the start tag of `body`, else after the head, `html`, doctype or BOM. */
  top(): number
  /**
   * Where the end of the body is: before the last end tag of `body`, else of `html`, else the end, unfinished markup
   * left behind.
   */
  bottom(): number
}

export function createBodyPlace(source: string): BodyPlace {
  const marks = { body: -1, head: -1, html: -1, doctype: -1, bodyEnd: -1, htmlEnd: -1, raw: -1 }
  let complete = 0
  let isOver = false

  function reached(at: number): void {
    if (!isOver) complete = at
  }

  function top(): number {
    const bom = source.startsWith('\ufeff') ? 1 : 0
    return [marks.body, marks.head, marks.html, marks.doctype].find((mark) => mark > 0) ?? bom
  }

  return {
    reached,
    top,
    startTag(element, start, end) {
      reached(end)
      if (rawText.has(element)) marks.raw = start
      if (element === 'body' && marks.body < 0) marks.body = end
      if (element === 'html' && marks.html < 0) marks.html = end
    },
    endTag(element, start, nameEnd) {
      marks.raw = -1
      const end = source.indexOf('>', nameEnd) + 1
      reached(end === 0 ? start : end)
      if (element === 'body') marks.bodyEnd = start
      else if (element === 'html') marks.htmlEnd = start
      else if (element === 'head') marks.head = end
    },
    doctype(end) {
      reached(end)
      if (marks.doctype < 0) marks.doctype = end
    },
    over() {
      isOver = true
    },
    bottom() {
      const end = marks.raw >= 0 ? marks.raw : complete
      return [marks.bodyEnd, marks.htmlEnd].find((mark) => mark >= top()) ?? end
    },
  }
}
