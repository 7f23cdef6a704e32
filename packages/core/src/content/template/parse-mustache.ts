import Mustache from 'mustache'
import { SillageError } from '../../domain/errors.ts'
import { type Shortened, shortenTexts } from './shorten-texts.ts'
import type { TemplateInclude, TemplatePart } from './template-engine.ts'

/**
 * A token as the `mustache` package parses it: type, value, start, end, and for a section its tokens and where its end
 * tag starts.
 */
type Token = [type: string, value: string, start: number, end: number, inner?: Token[], closeStart?: number]

/** Texts up to this length are parsed whole. */
const longestText = 6

/**
 * The parts of a template, and the shared parts it asks for. Throws `invalid_template` with the position for tags that
 * do not match, and for sections that are nested too deep.
 */
export function parseMustache(
  source: string,
  longest = longestText,
): { parts: TemplatePart[]; includes: TemplateInclude[] } {
  refuseSlowTags(source)
  const short = shortenTexts(source, longest)
  const includes: TemplateInclude[] = []
  return { parts: toParts(tokensOf(short), { source, whole: short.whole, close: '}}', includes }), includes }
}

function tokensOf(short: Shortened): Token[] {
  // A writer of our own without a cache: the package's own one keeps every template it ever saw.
  const writer = Object.assign(new Mustache.Writer(), { templateCache: undefined })
  try {
    return writer.parse(short.source) as Token[]
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(
      / at (\d+)$/,
      (_, offset: string) => ` at ${short.whole(Number(offset))}`,
    )
    throw new SillageError('invalid_template', `${reason}; check that every {{tag}} is closed`, { cause })
  }
}

/**
 * So many tags a template may have, the ends of sections counted too: several times what the fullest mail has. Each
 * takes the package some microseconds.
 */
const mostTags = 2_000
/**
 * A tag may hold so many blanks in a row: the package looks for its end with a pattern that takes quadratic time in
 * them.
 */
const mostBlanks = 50
const blanks = /\s{10,}/g
/**
 * So long a template may be that changes the signs of its tags, as the package reads all of it character by character.
 */
const longestWithOtherSigns = 50_000
/** The kinds of tags, as the package looks for them behind the opening sign: up to the next one, wherever that is. */
const kinds = /[#^/>{&=!]/g
/** So many steps the package may take to find the kinds of all tags, and the ends of those that hold blanks. */
const mostReadingSteps = 5_000_000

/**
 * Refuses, in linear time, what the package would take long to read: it has no bounds of its own. Walks the tags as the
 * package does.
 */
function refuseSlowTags(source: string): void {
  if (source.length > longestWithOtherSigns && source.includes('{{='))
    throw refused(
      `A template with tags of its own signs may have ${longestWithOtherSigns} characters, this one has ${source.length}; write them as {{tag}}`,
    )
  let [open, close] = ['{{', '}}']
  let tags = 0
  let steps = 0
  let nextKind = -1
  for (let at = source.indexOf(open); at >= 0; at = source.indexOf(open, at)) {
    if (++tags > mostTags)
      throw refused(`The template has more than ${mostTags} tags; write what repeats as a section over a list`)
    at += open.length
    if (nextKind < at) {
      kinds.lastIndex = at
      nextKind = kinds.exec(source)?.index ?? source.length
    }
    steps += nextKind - at
    const kind = nextKind === at ? source.charAt(at) : ''
    const end = source.indexOf(kind === '{' ? `}${close}` : close, at)
    const inside = source.slice(at, end < 0 ? undefined : end)
    for (const { length } of inside.match(blanks) ?? []) {
      if (length >= mostBlanks) throw refused(`A {{tag}} holds ${mostBlanks} blanks in a row; close it or shorten it`)
      steps += (length * length) / 2
    }
    if (end < 0) return
    at = end + close.length + (kind === '{' ? 1 : 0)
    // The signs of tags can be changed on the way: {{=<% %>=}}.
    if (kind === '=') [open = '', close = ''] = inside.slice(1).split('=', 1)[0]?.trim().split(/\s+/, 2) ?? []
    if (open === '' || close === '') return
    if (steps > mostReadingSteps)
      throw refused(
        'The tags of the template take too long to read; write them as {{tag}}, without rows of blanks in them',
      )
  }
}

const refused = (message: string) => new SillageError('invalid_template', message)

/** Deeper sections than any mail needs would exhaust the stack of what walks them. */
const deepest = 50

/** The template that tokens are of, and what closes a tag at the place that was read last. */
interface Reading {
  source: string
  whole(offset: number): number
  close: string
  includes: TemplateInclude[]
}

function toParts(tokens: readonly Token[], reading: Reading, depth = 0): TemplatePart[] {
  if (depth > deepest)
    throw new SillageError('invalid_template', `Sections are nested more than ${deepest} deep; flatten them`)
  const parts: TemplatePart[] = []
  for (const [type, value, shortStart, shortEnd, inner, closeStart] of tokens) {
    const [start, end] = [reading.whole(shortStart), reading.whole(shortEnd)]
    if (type === 'text') parts.push({ type: 'text', start, end })
    else if (type === 'name' || type === '&') parts.push({ type: 'value', start, end, ...valueTag(value) })
    else if (type === '>') reading.includes.push({ key: value, start, end })
    else if (type === '=') reading.close = value.trim().split(/\s+/)[1] ?? reading.close
    else if ((type === '#' || type === '^') && inner !== undefined && closeStart !== undefined) {
      const children = toParts(inner, reading, depth + 1)
      const closeEnd = reading.source.indexOf(reading.close, reading.whole(closeStart)) + reading.close.length
      parts.push({ type: 'section', start, end: closeEnd, field: value, inverted: type === '^', parts: children })
    }
  }
  return parts
}

/** What a value's tag asks for: `{{firstName|there}}` has a default. */
function valueTag(written: string): { field: string; fallback?: string } {
  const bar = written.indexOf('|')
  return bar < 0 ? { field: written } : { field: written.slice(0, bar).trim(), fallback: written.slice(bar + 1).trim() }
}
