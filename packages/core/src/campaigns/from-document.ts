import type { RenderNote } from '../document/context.ts'
import { renderEmail } from '../document/render-email.ts'
import { renderText } from '../document/render-text.ts'
import type { Brand } from '../domain/brand.ts'
import type { EmailDocument } from '../domain/email-document.ts'
import { SillageError } from '../domain/errors.ts'
import type { Warning } from '../domain/warning.ts'
import type { StoredContent } from '../store/port/records.ts'

/** What a document becomes: HTML and text for the engine of the house. */
export type MadeContent = Pick<StoredContent, 'html' | 'text' | 'document' | 'engine'>

export function contentOfDocument(document: EmailDocument, brand: Brand): MadeContent {
  return { html: renderEmail(document, brand).html, text: renderText(document), document, engine: 'document' }
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
export function documentWarnings(document: EmailDocument | null, brand: Brand): Warning[] {
  if (document === null) return []
  const found = new Map<string, Warning & { count: number }>()
  for (const { code, subject } of renderEmail(document, brand).notes) {
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
}
