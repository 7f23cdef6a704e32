import type { RenderNote } from '../document/context.ts'
import { type RenderedEmail, renderEmail } from '../document/render-email.ts'
import { renderRegionsInSteps } from '../document/render-regions.ts'
import { renderText } from '../document/render-text.ts'
import type { Brand } from '../domain/brand.ts'
import type { EmailDocument } from '../domain/email-document.ts'
import { SillageError } from '../domain/errors.ts'
import type { Warning } from '../domain/warning.ts'
import { byTurns } from '../kit/by-turns.ts'
import type { StoredContent } from '../store/port/records.ts'

/** Asked for only where something is made with it. */
type BrandOf = () => Brand | Promise<Brand>

/** What a document becomes: HTML and text, and the engine that they are for. */
export type MadeContent = Pick<StoredContent, 'html' | 'text' | 'document' | 'engine'>

/** What compiles the HTML of a document: blocks have tags of the house, a designer's HTML the installation's own. */
export const engineOfDocument = (document: EmailDocument | null): MadeContent['engine'] =>
  document?.kind === 'blocks' ? 'document' : null

export async function contentOfDocument(document: EmailDocument, brand: BrandOf): Promise<MadeContent> {
  const { html } = await rendered(document, brand)
  // The text of a designer's mail is made of its HTML, as that of any other is.
  const text = document.kind === 'blocks' ? renderText(document) : null
  return { html, text, document, engine: engineOfDocument(document) }
}

async function rendered(document: EmailDocument, brand: BrandOf): Promise<RenderedEmail> {
  return document.kind === 'blocks' ? renderEmail(document, await brand()) : byTurns(renderRegionsInSteps(document))
}

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
