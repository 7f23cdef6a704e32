import type { RegionDocument, RegionValue } from '../domain/email-document.ts'
import { markAll } from './mark-all.ts'
import { type Region, regionsOf } from './regions.ts'

/**
 * A document of a designer's HTML. Where nothing in it is marked by `data-edit`, all words and pictures are places.
 *
 * @param values By the name of the place; `regionsOf(document.source)` names them.
 * @param options `preheader`: what mail programs show behind the subject.
 */
export function regionDocument(
  html: string,
  values: Record<string, RegionValue> = {},
  options: { preheader?: string | undefined } = {},
): RegionDocument {
  const { preheader } = options
  return {
    version: 1,
    kind: 'regions',
    ...(preheader === undefined ? {} : { preheader }),
    source: markAll(html),
    values,
  }
}

/**
 * The same words in a new version of the designer's HTML: values stay by the name of their place. `dropped` names the
 * places that it no longer has, or has for a picture where there were words; what stood there is lost with them. Pure.
 */
export function takeSource(document: RegionDocument, html: string): { document: RegionDocument; dropped: string[] } {
  const source = markAll(html)
  const [before, now] = [document.source, source].map(
    (one) => new Map(regionsOf(one).map((region) => [region.name, region])),
  ) as [Map<string, Region>, Map<string, Region>]
  const isPicture = (region: Region | undefined) => region?.kind === 'image'
  const stays = (name: string) =>
    now.has(name) && isPicture(now.get(name)) === isPicture(before.get(name) ?? now.get(name))
  const names = Object.keys(document.values)
  const values = names.filter(stays).map((name) => [name, document.values[name]] as const)
  return {
    document: { ...document, source, values: Object.fromEntries(values) as RegionDocument['values'] },
    dropped: names.filter((name) => !stays(name)),
  }
}
