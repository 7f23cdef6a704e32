import type { EmailDocument } from '../../domain/email-document.ts'

/**
 * A template as it is kept: sources for the installation's engine, or a document with what was made of it; `text` null
 * where the text part is made from the HTML.
 */
export interface TemplateRecord {
  id: number
  owner: string | null
  /** The host's own name for it, unique within its owner. */
  key: string | null
  name: string
  subject: string
  preheader: string | null
  html: string
  text: string | null
  document: EmailDocument | null
  /** 1 when it is stored; rises with every change. */
  revision: number
  createdAt: number
  updatedAt: number
}
/** A template without its content: for lists. */
export type TemplateSummary = Omit<TemplateRecord, 'preheader' | 'html' | 'text' | 'document'>
/**
 * A template about to be stored, at `at` (ms since the epoch); it begins at revision 1, and without preheader and
 * document unless it says so.
 */
export type NewTemplate = Omit<
  TemplateRecord,
  'id' | 'preheader' | 'document' | 'revision' | 'createdAt' | 'updatedAt'
> &
  Partial<Pick<TemplateRecord, 'preheader' | 'document'>> & { at: number }
