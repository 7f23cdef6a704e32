import type { Span } from './span.ts'

/**
 * The longest condition and the longest end that are looked for: without bounds, many comments would each read the
 * whole mail.
 */
const longestCondition = 200
const longestEnd = 64

/** The markup inside `<!--[if …]> … <![endif]-->`, which only Outlook reads; undefined for every other comment. */
export function conditionalInterior(text: string, start: number, end: number): Span | undefined {
  const condition = /^\[if[\s(!][^\]>]*\]>/i.exec(text.slice(start, Math.min(end, start + longestCondition)))
  const tail = Math.max(start, end - longestEnd)
  const close = text.slice(tail, end).lastIndexOf('<![')
  if (condition === null || close < 0 || !/^<!\[endif\]\s*$/i.test(text.slice(tail + close, end))) return undefined
  const from = start + condition[0].length
  return tail + close < from ? undefined : { start: from, end: tail + close }
}
