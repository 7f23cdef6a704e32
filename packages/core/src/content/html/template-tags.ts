/** A tag of the template that HTML is, where blanks or marks stand for it: of a value, or of a section. */
export interface TemplateTag {
  start: number
  end: number
  type: 'value' | 'nothing' | 'open' | 'close'
  /** What a reader takes it for where words are compared with an address. */
  name: string
}

/** An attribute that means something for text; its span is that of its name and value. */
export interface Attribute {
  value: string
  start: number
  end: number
  /** What the value is made of: spans of the source, and characters that were written as entities. */
  parts: (readonly [start: number, end: number] | string)[]
}

/**
 * Whether the template decides what an element is: an attribute stands in a section within the element's tag, or its
 * style has tags in it. `next` is the first tag of the template that may stand in the element's, which ends at `end`.
 */
export function isDecided(
  attributes: ReadonlyMap<string, Attribute>,
  tags: readonly TemplateTag[],
  next: number,
  end: number,
): boolean {
  if (attributes.size === 0) return false
  const style = attributes.get('style')
  const all = [...attributes.values()]
  let depth = 0
  let from = 0
  for (let at = next; ; at++) {
    const tag = tags[at]
    const to = tag === undefined ? end : Math.min(tag.start, end)
    if (depth !== 0 && all.some(({ start }) => start >= from && start < to)) return true
    if (tag === undefined || tag.start >= end) return false
    if (style !== undefined && tag.start >= style.start && tag.start < style.end) return true
    if (tag.type === 'open') depth++
    else if (tag.type === 'close') depth--
    from = tag.end
  }
}
