import type { Steps } from '../../kit/steps.ts'
import { scanText } from '../html/scan-text.ts'
import { type CompiledDestination, compileDestination, destinationOf } from '../links/destination.ts'
import { fateOfHref } from '../links/href.ts'
import { addUtm } from '../links/utm.ts'
import { isLibraryField } from '../template/library-fields.ts'
import type { TemplatePart } from '../template/template-engine.ts'
import { warnOfScheme } from '../warnings.ts'
import { authored } from './href-plan.ts'
import { isInSection, maskTags, partsWithin, someField, valueMark } from './parts.ts'
import { type Piece, plainValue } from './pieces.ts'
import type { PlanContext } from './plan-context.ts'
import { type Replacement, weave } from './weave.ts'

/**
 * Compiles a plain-text template that its author wrote. URLs get UTM parameters, and become links where the campaign
 * tracks its text; values inside a URL are percent-encoded either way. The pixel has no place in text.
 */
export function* planText(
  source: string,
  parts: readonly TemplatePart[],
  context: PlanContext & { tracked: boolean },
): Steps<Piece[]> {
  const replacements: Replacement[] = []
  for (const span of scanText(maskTags(source, parts))) {
    yield
    const inside = partsWithin(parts, span)
    if (inside === undefined) continue
    if (someField(inside, isLibraryField)) {
      const [lead] = inside
      const written = source.slice(span.start, span.end)
      if (lead?.type === 'text')
        warnOfScheme(context.warnings, source.slice(lead.start, lead.end), written, { field: 'text', at: span.start })
      continue
    }
    const piece = inside.every((part) => part.type === 'text')
      ? fixed(source.slice(span.start, span.end), context)
      : personalised(inside, source, isInSection(parts, span.start), context)
    if (piece !== undefined) replacements.push({ ...span, pieces: [piece] })
  }
  yield
  return weave(source, parts, replacements, plainValue)
}

function fixed(url: string, { tracked, links, owns, utm }: PlanContext & { tracked: boolean }): Piece | undefined {
  if (links.isLeft(url) || !fateOfHref(url, undefined, owns).track) return undefined
  const extended = addUtm(url, utm)
  const untracked: Piece = { type: 'static', text: extended }
  if (!tracked) return untracked
  return {
    type: 'link',
    link: links.index(extended, false),
    personalised: false,
    place: 'plain',
    untracked: [untracked],
  }
}

function personalised(
  inside: readonly TemplatePart[],
  source: string,
  inSection: boolean,
  { tracked, links, utm, engine }: PlanContext & { tracked: boolean },
): Piece {
  const pieceOf = (destination: CompiledDestination): Piece => ({ type: 'destination', destination, place: 'plain' })
  const text = (start: number, end: number) => source.slice(start, end)
  const template = authored(inside, source, text)
  const plain = pieceOf(destinationOf(inside, source))
  if (inSection || links.isLeft(template)) return plain
  const shape = authored(inside, source, text, (tag) => valueMark.repeat(tag.length))
  const extended = addUtm(template, utm, shape)
  const untracked = extended === template ? plain : pieceOf(compileDestination(extended, engine))
  if (!tracked) return untracked
  return { type: 'link', link: links.index(extended, true), personalised: true, place: 'plain', untracked: [untracked] }
}
