import { type Region, type RegionDocument, type RegionValue, regionsOf, showRegions } from '@sillage/core/document'
import type { Examples, PlaceKind } from '../../engine/place-host.ts'
import { type ReadMail, readMail } from '../../mail/read-mail.ts'
import { hideTags, textNodes, textWithNames } from '../../mail/template-tags.ts'

/** Where something of a place is changed: its words are written in the element, a picture or an address has a form. */
export interface Box {
  region: Region
  /** What the template calls it, with its tags. */
  called: string
  /** What people call it. */
  label: string
  element: HTMLElement
  /** A press on one of these is meant for it: itself, and what the designer's own room around its words belongs to. */
  pressed: readonly HTMLElement[]
  kind: PlaceKind | 'picture' | 'address'
  examples: Examples
  /** Places around it that lead somewhere, or it itself. */
  link: Region | undefined
  /** Which place of the mail it is; undefined above the mail, in which it is not seen. */
  at: number | undefined
}

/** What people call a field. */
type Label = (name: string) => string

const inlineNames = new Set('a abbr b big em font i label s small span strong sub sup u'.split(' '))
/** Elsewhere blocks are written as lines. */
const holdBlocks = /^(?:td|th|div|li|blockquote|center|dd|dt|figcaption|address)$/
/** What would be lost where words are written over it. */
const noWords = 'img, table, hr'

/** The mail, and the boxes of all places that are drawn in it. */
export function drawMail(document: RegionDocument, label: Label): ReadMail & { boxes: Box[]; unseen: Region[] } {
  const regions = new Map(regionsOf(document.source).map((region) => [region.name, region]))
  const mail = readMail(showRegions(document), label)
  const untouched =
    Object.keys(document.values).length === 0 ? mail : readMail(showRegions({ ...document, values: {} }), label)
  const examples = placesIn(untouched.body).map(examplesIn)
  const boxes = placesIn(mail.body).flatMap((place, at) => {
    const region = regions.get(place.dataset.edit ?? '')
    return region === undefined
      ? []
      : (boxOf({ place, region, at, examples: examples[at] ?? new Map() }, regions, label) ?? [])
  })
  const found = new Set(boxes.map(({ region }) => region.name))
  const unseen = [...regions.values()].filter(({ name, takes }) => !found.has(name) && takes.includes('content'))
  return { ...mail, boxes, unseen }
}

/** All places as they are after a change, by their `at`. */
export function placesOf(document: RegionDocument, label: Label): HTMLElement[] {
  return placesIn(readMail(showRegions(document), label).body)
}

/** The element that the words of a place stand in. */
export const holderIn = (place: HTMLElement): HTMLElement | null =>
  'editWords' in place.dataset ? place : place.querySelector<HTMLElement>('[data-edit-words]')

/** A place that is nowhere drawn, or drawn and not seen, is written above the mail. */
export function boxAbove(region: Region, called: string, value: RegionValue | undefined, label: Label): Box {
  const element = document.createElement('div')
  element.className = 'line'
  element.append(...wordsOf(region, value, label))
  return {
    region,
    called,
    label: textWithNames(called, label),
    element,
    pressed: [element],
    kind: 'plain_line',
    examples: new Map(),
    link: undefined,
    at: undefined,
  }
}

/** The words of a place without their marks. */
export function wordsOf({ words }: Region, value: RegionValue | undefined, label: Label): (string | Node)[] {
  if (value?.content === undefined) return textNodes(hideTags(words), label)
  return value.content.flatMap((node) => flat(node as Flat, label))
}

interface Flat {
  type: string
  text?: string
  attrs?: { name?: string; fallback?: string }
  content?: Flat[]
}

function flat({ type, text = '', attrs = {}, content = [] }: Flat, label: Label): (string | Node)[] {
  if (type === 'field') {
    const { name = '', fallback = '' } = attrs
    return textNodes(hideTags(`{{${name}|${fallback.replaceAll(/[{}]/g, '')}}}`), label)
  }
  if (type === 'hard_break') return [' ']
  return [text, ...content.flatMap((node) => flat(node, label))]
}

function placesIn(body: HTMLElement): HTMLElement[] {
  return [...body.querySelectorAll<HTMLElement>('[data-edit]')]
}

function boxOf(
  { place, ...shown }: Pick<Box, 'region' | 'at' | 'examples'> & { place: HTMLElement },
  regions: ReadonlyMap<string, Region>,
  label: Label,
): Box | undefined {
  const { takes, label: called } = shown.region
  const outer = place.parentElement?.closest<HTMLElement>('[data-edit]')?.dataset.edit ?? ''
  const leads = takes.includes('href') ? shown.region : regions.get(outer)
  const link = leads?.takes.includes('href') === true ? leads : undefined
  const shared = { ...shown, called, label: textWithNames(called, label), link }
  if (place.localName === 'img') return { ...shared, element: place, pressed: [place], kind: 'picture' }
  const holder = holderIn(place)
  if (holder === null) return undefined
  const isWords = takes.includes('content') && holder.querySelector(noWords) === null
  if (!isWords && link === undefined) return undefined
  const isBlock = !inlineNames.has(holder.localName)
  const element = document.createElement(isBlock ? 'div' : 'span')
  element.append(...holder.childNodes)
  holder.append(element)
  const kind = isWords ? kindOf(place, holder, shown.region) : 'address'
  return { ...shared, element, pressed: [element, holder], kind }
}

function kindOf(place: HTMLElement, holder: HTMLElement, { kind }: Region): PlaceKind {
  if (kind === 'text' && holdBlocks.test(holder.localName)) return 'words'
  return place.closest('a') === null && holder.closest('a') === null ? 'line' : 'linked_line'
}

function examplesIn(place: HTMLElement): Examples {
  const examples = new Map<string, HTMLElement>()
  for (const one of holderIn(place)?.querySelectorAll<HTMLElement>('*') ?? [])
    if (!examples.has(one.localName)) examples.set(one.localName, one)
  return examples
}

/** Whether words are written in it. */
export const isWords = ({ kind }: Box): boolean => kind !== 'picture' && kind !== 'address'

/** Gives a picture what another one shows. */
export function copyPicture(from: HTMLElement | undefined, to: HTMLElement): void {
  for (const name of ['src', 'alt', 'width', 'height']) {
    const value = from?.getAttribute(name)
    if (value == null) to.removeAttribute(name)
    else to.setAttribute(name, value)
  }
}
