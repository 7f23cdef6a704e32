import type { Span } from '../content/html/span.ts'
import { regionName } from '../domain/email-document.ts'
import type { Steps } from '../kit/steps.ts'
import { linkNames, readElements, type SourceElement } from './read-elements.ts'
import { createTagFinder } from './template-tags.ts'

/** How a place is written: words of one line, words with blocks, a picture, words that lead somewhere. */
export type RegionKind = 'line' | 'text' | 'image' | 'link'

/** A place of a designer's HTML that an author may fill. */
export interface Place {
  name: string
  kind: RegionKind
  element: SourceElement
  label: string | undefined
  /** So many letters there is room for. */
  max: number | undefined
  /** The element its words stand in; undefined where it has none, or where other places are in it. */
  holder: SourceElement | undefined
  /** Paragraphs and lists may stand there. */
  takesBlocks: boolean
  /** The element whose `href` is that of the place. */
  link: SourceElement | undefined
  /** The attributes of the first of each element within it, by which new ones are written. */
  examples: ReadonlyMap<string, string>
}

export interface Places {
  places: Place[]
  elements: SourceElement[]
  wordsIn(span: Span): string
}

const pictures = new Set(['img', 'v:image', 'v:fill'])
const holdBlocks = new Set(
  'td th div li blockquote center section article header footer main body dd dt figcaption address'.split(' '),
)
const holdLines = new Set(
  'a abbr b big caption em font h1 h2 h3 h4 h5 h6 i label p pre s small span strong sub sup title u'.split(' '),
)
/** Elements around words that only dress them: new words are dressed as well. */
const dressing = new Set(['span', 'font', 'div', 'center', 'small', 'big'])
/** Of an element that is no example to others. */
const itsOwn = /^(?:href|id|name|title|data-.*|on.*)$/

const fullNames: Readonly<Record<string, string>> = { b: 'strong', i: 'em' }

/**
 * The places that `data-edit` marks, in the order of the source. One whose words or tag hold more of the template than
 * fields is none: what an author writes there could break it.
 */
export function* findPlaces(source: string): Steps<Places> {
  const { elements, wordsIn } = yield* readElements(source)
  const { hasTag } = createTagFinder(source)
  const marked = elements
    .map((element, index) => ({ element, index }))
    .filter(({ element }) => isPlace(element) && !hasTag({ start: element.start, end: element.inner.end }))
  const places = marked.map(({ element, index }, at): Place => {
    const holdsPlaces = (marked[at + 1]?.element.start ?? source.length) < element.inner.end
    const holder = holdsPlaces ? undefined : holderOf(element)
    const given = element.attributes.get('data-edit-kind')?.value
    const own = kindOf(element)
    return {
      name: nameOf(element),
      kind: own !== 'image' && (given === 'line' || given === 'text' || given === 'link') ? given : own,
      element,
      label: element.attributes.get('data-edit-label')?.value.trim() || undefined,
      max: maxOf(element),
      holder,
      takesBlocks: holder !== undefined && holdBlocks.has(holder.name) && (given ?? own) === 'text',
      link: given === 'line' || given === 'text' ? undefined : linkOf(element),
      examples: holder === undefined ? new Map() : examplesIn(holder, index),
    }
  })
  return { places, elements, wordsIn }

  function examplesIn({ inner, inComment }: SourceElement, index: number): Map<string, string> {
    const examples = new Map<string, string>()
    for (let at = index + 1; ; at++) {
      const one = elements[at]
      if (one === undefined || one.start >= inner.end) return examples
      const name = fullNames[one.name] ?? one.name
      if (one.start < inner.start || one.inComment !== inComment || examples.has(name)) continue
      const shared = [...one.attributes.values()].filter((attribute) => !itsOwn.test(attribute.name))
      examples.set(name, shared.map(({ from, to }) => ` ${source.slice(from, to)}`).join(''))
    }
  }
}

const nameOf = ({ attributes }: SourceElement) => attributes.get('data-edit')?.value.trim() ?? ''

const isPlace = (element: SourceElement): boolean =>
  !element.isUnread &&
  regionName.test(nameOf(element)) &&
  [pictures, linkNames, holdBlocks, holdLines].some((names) => names.has(element.name))

function kindOf({ name }: SourceElement): RegionKind {
  if (pictures.has(name)) return 'image'
  if (linkNames.has(name)) return 'link'
  return holdBlocks.has(name) ? 'text' : 'line'
}

function maxOf({ attributes }: SourceElement): number | undefined {
  const max = Number(attributes.get('data-edit-max')?.value)
  return Number.isInteger(max) && max > 0 ? max : undefined
}

/** Its own address, or that of a link which stands around it and is no place itself. */
function linkOf(element: SourceElement): SourceElement | undefined {
  if (linkNames.has(element.name)) return element
  const { parent } = element
  return parent !== undefined && linkNames.has(parent.name) && nameOf(parent) === '' ? parent : undefined
}

/** The element whose words are replaced: the innermost of those that dress all of them. */
function holderOf(element: SourceElement): SourceElement | undefined {
  if (!holdBlocks.has(element.name) && !holdLines.has(element.name)) return undefined
  let holder = element
  while (holder.child != null && !holder.hasOwnWords && dressing.has(holder.child.name)) holder = holder.child
  return holder
}
