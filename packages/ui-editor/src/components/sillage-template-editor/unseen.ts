import type { Region, RegionDocument } from '@sillage/core/document'
import type { Locale } from '../../locales/en.ts'
import { type Box, boxAbove } from './boxes.ts'

/** The boxes of a mail, and which of their places its reader does not see. */
interface Drawn {
  boxes: readonly Box[]
  /** Drawn nowhere. */
  undrawn: readonly Region[]
  isHidden: (box: Box) => boolean
}

/**
 * What is nowhere drawn, or drawn where nobody sees it, is written above the mail. It says as well whether words are
 * hidden in the mail, as a preview text is.
 */
export function withUnseen(
  { boxes, undrawn, isHidden }: Drawn,
  { values }: RegionDocument,
  { preheader, template }: Locale,
  label: (field: string) => string,
): { boxes: Box[]; hidesWords: boolean } {
  const hidden = boxes.filter(isHidden)
  const seen = boxes.filter((box) => !hidden.includes(box))
  const names = new Set(seen.map(({ region }) => region.name))
  const alone = hidden.filter(({ region }) => region.takes.includes('content') && !names.has(region.name))
  const hidesWords = alone.length > 0
  const above = new Map([...alone.map(({ region }) => region), ...undrawn].map((region) => [region.name, region]))
  const nameOf = (region: Region, at: number) => {
    // The designer's, not the beginning of the words themselves.
    if (!region.words.startsWith(region.label)) return region.label
    if (!/^words-/.test(region.name)) return region.name
    return at === 0 && hidesWords ? preheader : template.hidden
  }
  const unseen = [...above.values()].map((region, at) =>
    boxAbove(region, nameOf(region, at), values[region.name], label),
  )
  return { boxes: [...unseen, ...seen], hidesWords }
}
