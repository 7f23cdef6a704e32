import { applyEdits, type Edit } from '../content/edits.ts'
import type { RegionDocument } from '../domain/email-document.ts'
import { atOnce, type Steps } from '../kit/steps.ts'
import { attributeAddress, pictureAddress } from './address.ts'
import { createNotes, noteSize, type RenderContext } from './context.ts'
import { attributeText } from './escape.ts'
import { safeLink } from './inline.ts'
import { isObject, pixelsAttr, readNodes, textAttr } from './nodes.ts'
import { findPlaces, type Place } from './places.ts'
import type { SourceElement } from './read-elements.ts'
import { replaced, withoutAttribute, written } from './region-edits.ts'
import { lettersIn, regionWords } from './region-words.ts'
import { takes } from './regions.ts'
import type { RenderedEmail } from './render-email.ts'

/** What an author put into a place, as it is read: a program may give anything. */
type Value = Readonly<Record<string, unknown>>

/**
 * The HTML of a document with an author's words in a designer's HTML: its bytes are the designer's wherever nothing was
 * written, without the marks. A place that stands several times is filled each time, in conditional comments too. Words
 * are escaped, so that braces and signs stay what they are under any engine, and an address that cannot be linked, or
 * from which no picture can be loaded, leaves the designer's own, with a note. Pure, in time linear in the source.
 */
export function renderRegions(document: RegionDocument): RenderedEmail {
  return atOnce(renderRegionsInSteps(document))
}

/** The same, over several turns of the event loop. */
export function* renderRegionsInSteps({ source, values }: RegionDocument): Steps<RenderedEmail> {
  const { notes, note } = createNotes()
  const html = yield* fill(typeof source === 'string' ? source : '', isObject(values) ? values : {}, note)
  noteSize(html, note)
  return { html, notes }
}

/**
 * The same HTML for an editor: whatever marks the designer made are those of its places alone, `data-edit` with the
 * name, and `data-edit-words` on the element that its words stand in. It is sent to nobody. Pure.
 */
export function showRegions({ source, values }: RegionDocument): string {
  return atOnce(fill(source, values, () => {}, true))
}

function* fill(source: string, values: Value, note: RenderContext['note'], marked = false): Steps<string> {
  const { places, elements } = yield* findPlaces(source)
  const filled = new Map(places.map((place) => [place.element, place]))
  const edits: Edit[] = []
  /** Links whose address was written: several places may stand in one. */
  const linked = new Set<SourceElement>()
  /** Names that were filled, and what was said of each. */
  const told = new Set<string>()
  let behind = 0
  for (const element of elements) {
    // What stood in a place that is written anew is gone with its marks.
    if (element.start < behind) continue
    edits.push(...element.marks.map((mark) => withoutAttribute(source, mark, element)))
    const place = filled.get(element)
    if (marked && place !== undefined) edits.push(...shownMarks(place))
    const value = place && Object.hasOwn(values, place.name) ? values[place.name] : undefined
    if (place === undefined || !isObject(value)) continue
    told.add(place.name)
    // Once for all places of a name.
    const say: RenderContext['note'] = (code, subject) => {
      const what = `${place.name}\n${code}\n${subject}`
      if (!told.has(what)) note(code, subject)
      told.add(what)
    }
    if (takes(place, 'src')) edits.push(...pictureEdits(source, place, value, say))
    edits.push(...linkEdits(place, value, linked, say))
    if (place.holder === undefined || !Array.isArray(value.content)) continue
    const nodes = readNodes(value.content)
    if (place.max !== undefined && lettersIn(nodes) > place.max) say('long_words', place.name)
    edits.push({ ...place.holder.inner, text: regionWords(nodes, place, say) })
    behind = place.holder.inner.end
  }
  for (const name of Object.keys(values)) if (!told.has(name)) note('unknown_place', name)
  return applyEdits(source, edits)
}

function shownMarks({ element, name, holder }: Place): Edit[] {
  const mark = { start: element.nameEnd, end: element.nameEnd, text: ` data-edit="${attributeText(name)}"` }
  if (holder === undefined) return [mark]
  return [mark, { start: holder.nameEnd, end: holder.nameEnd, text: ' data-edit-words=""' }]
}

function linkEdits({ link }: Place, value: Value, linked: Set<SourceElement>, note: RenderContext['note']): Edit[] {
  const address = safeLink(textAttr(value, 'href'), { note })
  if (link === undefined || address === undefined || linked.has(link)) return []
  linked.add(link)
  return [written(link, 'href', attributeAddress(address))]
}

function pictureEdits(source: string, { element }: Place, value: Value, note: RenderContext['note']): Edit[] {
  const given = textAttr(value, 'src')
  const src = pictureAddress(given)
  const edits: Edit[] = []
  if (given !== '' && src === undefined) note('image_without_source', given)
  const alt = typeof value.alt === 'string' ? value.alt : undefined
  if (alt !== undefined) edits.push(written(element, 'alt', attributeText(alt)))
  if (src === undefined) return edits
  if ((alt ?? element.attributes.get('alt')?.value ?? '').trim() === '') note('image_without_alt', given)
  edits.push(written(element, 'src', attributeAddress(src)))
  // Other sizes of the picture that was there.
  const others = element.attributes.get('srcset')
  if (others !== undefined) edits.push(withoutAttribute(source, others, element))
  const height = heightOf(element, value)
  if (height !== undefined) edits.push(height)
  return edits
}

/** A picture is as wide as the one before; its height, where one is said, has to fit that. */
function heightOf({ attributes }: SourceElement, value: Value): Edit | undefined {
  const [own, tall] = [pixelsAttr(value, 'width'), pixelsAttr(value, 'height')]
  const shown = Number(attributes.get('width')?.value)
  const height = attributes.get('height')
  if (own === undefined || tall === undefined || height === undefined || !(shown > 0 && shown <= 20_000))
    return undefined
  return replaced(height, String(Math.max(1, Math.round((tall * shown) / own))))
}
