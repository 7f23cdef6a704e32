import { engineOf } from '../content/compile-campaign.ts'
import type { TemplateEngine } from '../content/template/template-engine.ts'
import type { RenderNote } from '../document/context.ts'
import { type RenderedEmail, renderEmail } from '../document/render-email.ts'
import { renderRegionsInSteps } from '../document/render-regions.ts'
import { renderText } from '../document/render-text.ts'
import { createTagFinder } from '../document/template-tags.ts'
import type { Brand } from '../domain/brand.ts'
import type { EmailDocument, RegionDocument } from '../domain/email-document.ts'
import { SillageError } from '../domain/errors.ts'
import type { Warning } from '../domain/warning.ts'
import { byTurns } from '../kit/by-turns.ts'
import type { StoredContent } from '../store/port/records.ts'

/** Asked for only where something is made with it. */
type BrandOf = () => Brand | Promise<Brand>

/** What a document becomes: HTML and text, and the engine that they are for. */
export type MadeContent = Pick<StoredContent, 'html' | 'text' | 'document' | 'engine'>

/**
 * What compiles the HTML of a document: the engine of the house. A designer's HTML with tags other than fields is for
 * the engine of the installation, whose tags they are.
 */
export function engineOfDocument(document: EmailDocument | null): MadeContent['engine'] {
  if (document === null) return null
  if (document.kind === 'blocks') return 'document'
  const { source } = document
  return createTagFinder(source).hasTag({ start: 0, end: source.length }) ? null : 'document'
}

/** What is made of a document for this installation, with its `engine`. Throws `invalid_field` as `refuseFallbacks`. */
export async function contentOfDocument(
  document: EmailDocument,
  brand: BrandOf,
  engine?: TemplateEngine,
): Promise<MadeContent> {
  const of = engineOfDocument(document)
  if (document.kind === 'regions' && of === null) await refuseFallbacks(document, engineOf(undefined, engine))
  const { html } = await rendered(document, brand)
  // The text of a designer's mail is made of its HTML, as that of any other is.
  const text = document.kind === 'blocks' ? renderText(document) : null
  return { html, text, document, engine: of }
}

/** Refuses a field with a fallback where the installation's own engine does not read it as the document writes it. */
async function refuseFallbacks({ values }: RegionDocument, engine: TemplateEngine): Promise<void> {
  const found = Object.entries(values).find(([, { content = [] }]) => hasFallback(content))
  if (found === undefined || (await readsFallbacks(engine))) return
  const field = `document.values.${found[0]}`
  throw new SillageError(
    'invalid_field',
    `${field}: expected fields without a fallback, because this HTML is for the installation's own template engine, which does not read one; leave it out, or keep tags other than fields out of the HTML.`,
    { field },
  )
}

async function readsFallbacks(engine: TemplateEngine): Promise<boolean> {
  try {
    return (await engine.compile('{{a}}{{^a}}b{{/a}}', 'html').render({})) === 'b'
  } catch {
    return false
  }
}

function hasFallback(nodes: readonly object[]): boolean {
  return nodes.some((node) => {
    const { attrs, content = [] } = node as { attrs?: { fallback?: string }; content?: object[] }
    return (attrs?.fallback ?? '') !== '' || hasFallback(content)
  })
}

async function rendered(document: EmailDocument, brand: BrandOf): Promise<RenderedEmail> {
  return document.kind === 'blocks' ? renderEmail(document, await brand()) : byTurns(renderRegionsInSteps(document))
}

/** What a change to no document is answered with: content is always made of something. */
export const noDocument = () =>
  new SillageError('invalid_field', 'document: expected a document, got none; give html to have none.', {
    field: 'document',
  })

/** Refuses a document beside content that would be made of it. */
export function refuseBoth({ document, ...others }: { document?: unknown; html?: unknown; text?: unknown }): void {
  if (document === undefined || Object.values(others).every((other) => other === undefined)) return
  throw new SillageError(
    'invalid_field',
    'document: expected no html or text beside a document, which both are made of.',
    {
      field: 'document',
    },
  )
}

/** What an author should know of a document, beside what is known of its HTML: how long it is, and its links. */
export async function documentWarnings(document: EmailDocument | null, brand: BrandOf): Promise<Warning[]> {
  if (document === null) return []
  const found = new Map<string, Warning & { count: number }>()
  const { notes } = await rendered(document, brand)
  for (const { code, subject } of notes) {
    if (code === 'large_html') continue
    const key = `${code} ${subject}`
    const warning = found.get(key) ?? { code, message: words[code], ...(subject ? { subject } : {}), count: 0 }
    found.set(key, { ...warning, count: warning.count + 1 })
  }
  return [...found.values()].map(({ count, ...warning }) => (count > 1 ? { ...warning, count } : warning))
}

const words: Record<Exclude<RenderNote['code'], 'large_html'>, string> = {
  image_without_source: 'A picture has no http or https address and is left out',
  image_without_alt: 'A picture says nothing to those who do not see it; describe it in its alternative text',
  button_without_link: 'A button leads nowhere; give it an address',
  unsafe_link: 'This address cannot be linked in a mail; write a whole http or https URL',
  low_contrast: 'This colour of the brand is hard to read on its ground; its contrast is below 4.5 to 1',
  unknown_node: 'A block of this kind is unknown here, or stands where it may not, and is left out',
  unknown_place: 'The HTML has no place of this name, so what was written there is left out',
  long_words: 'There are more letters in this place than its designer has room for',
}
