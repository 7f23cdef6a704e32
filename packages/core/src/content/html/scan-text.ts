import type { Span } from './span.ts'

const beginning = /https?:\/\//gi

/**
 * What a URL may hold behind its scheme: no white space, no sign that quotes or encloses it, and beyond ASCII no sign
 * at all, be it a quote, a dash, a bracket, the end of a sentence in any script, or a picture. A middle dot and two
 * signs of Hebrew stand within words.
 */
const body =
  /(?:[!#-;=?-[\]_a-~\u00b7\u05f3\u05f4]|[^\p{ASCII}\p{Cc}\p{P}\p{S}\p{Z}\u0e2f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])+/uy

/** A URL behind one of these is a part of the one before it; behind any other sign it is the next. */
const leadsOn = new Set('/=?&#:+@')

/** What may stand within a URL, and at its end belongs to the sentence. */
const trailing = new Set(".,;:!?'*_~|([{\u00b7\u05f3\u05f4")
const opening: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/**
 * Finds the web addresses of plain text, from where a person would begin them to where a person would end them. A
 * bracket belongs to one when it was opened inside. Takes time linear in the text.
 */
export function* scanText(text: string): Generator<Span> {
  const found = Array.from(text.matchAll(beginning), ({ index, 0: scheme }) => ({ index, from: index + scheme.length }))
  let next = 0
  /** Up to where the signs of a URL reach: several may stand in one row of them. */
  let reach = 0
  for (let at = found[next++]; at !== undefined; at = found[next++]) {
    const { index, from } = at
    if (from > reach) {
      body.lastIndex = from
      reach = body.test(text) ? body.lastIndex : from
    }
    const open: string[] = []
    let end = from
    for (; end < reach; end++) {
      const sign = text.charAt(end)
      if (end === found[next]?.index) {
        if (end === from || !leadsOn.has(text.charAt(end - 1))) break
        next++
      }
      if (sign === '(' || sign === '[' || sign === '{') open.push(sign)
      else if (sign in opening && open.pop() !== opening[sign]) break
    }
    while (end > from && trailing.has(text.charAt(end - 1))) end--
    if (end > from) yield { start: index, end }
  }
}
