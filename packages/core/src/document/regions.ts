import { atOnce } from '../kit/steps.ts'
import { findPlaces, type Place, type RegionKind } from './places.ts'

export type { RegionKind } from './places.ts'

/** What a place may be given. */
export type RegionPart = 'content' | 'src' | 'alt' | 'href'

/** A place of a designer's HTML, as an editor shows it. Its name may stand several times: all of them are filled. */
export interface Region {
  name: string
  /** What the author reads: that of the designer, else its first words or its name. */
  label: string
  kind: RegionKind
  /** So many letters the designer has room for; null: nothing was said. */
  max: number | null
  /** It is nowhere seen in the mail itself, such as a preview text. */
  hidden: boolean
  /** What it takes. */
  takes: RegionPart[]
  /** Its words as they stand in the source, without their marks. */
  words: string
  /** Of the source: null where there is none. */
  src: string | null
  alt: string | null
  href: string | null
}

const longestLabel = 60

/**
 * The places of a designer's HTML: what `data-edit` marks, by name, in the order in which they are read. Pure, in time
 * linear in the source.
 */
export function regionsOf(source: string): Region[] {
  const { places, wordsIn } = atOnce(findPlaces(source))
  const byName = new Map<string, Place[]>()
  for (const place of places) {
    const same = byName.get(place.name)
    if (same === undefined) byName.set(place.name, [place])
    else same.push(place)
  }
  return [...byName].map(([name, all]) => {
    // What is seen says most; the others are copies for other programs.
    const shown = all.find((place) => !isHidden(place)) ?? (all[0] as Place)
    const words = shown.holder === undefined ? '' : wordsIn(shown.holder.inner)
    const { element, link } = shown
    const givenAs = (attribute: string) => element.attributes.get(attribute)?.value ?? null
    const alt = shown.kind === 'image' ? givenAs('alt') : null
    return {
      name,
      label: shown.label ?? all.find(({ label }) => label)?.label ?? (firstWords(words || alt || '') || name),
      kind: shown.kind,
      max: shown.max ?? null,
      hidden: all.every(isHidden),
      takes: (['content', 'src', 'alt', 'href'] as const).filter((part) => all.some((place) => takes(place, part))),
      words,
      src: shown.kind === 'image' ? givenAs('src') : null,
      alt,
      href: link?.attributes.get('href')?.value ?? null,
    }
  })
}

/** As many as a label has room for; a tag that would be cut is left out. */
function firstWords(text: string): string {
  if (text.length <= longestLabel) return text
  const words = text.slice(0, longestLabel)
  const tag = words.indexOf('{{', words.lastIndexOf('}}') + 1)
  return (tag === -1 ? words : words.slice(0, tag)).trimEnd()
}

/** Whether a place has room for this. */
export function takes({ kind, holder, link }: Place, part: RegionPart): boolean {
  if (part === 'content') return holder !== undefined
  return part === 'href' ? link !== undefined : kind === 'image'
}

const isHidden = ({ element }: Place) => element.isHidden || element.inComment
