import type { FindingCode, FindingDetails } from '../../domain/finding.ts'
import type { ContentFile } from '../composer.ts'
import type { ScannedHtml } from '../html/scan-html.ts'
import type { SourcePlace } from '../warnings.ts'

/** What the rules of a check go by: the sources, and a mail that was made of them. */
export interface Facts {
  /** As the author wrote it; `scanned` are its links and pictures, with its tags blanked out. */
  html: string
  scanned: Pick<ScannedHtml, 'hrefs' | 'pictures'>
  files: readonly ContentFile[]
  /** The subject of a sample mail. */
  subject: string
  /** Its line that mail programs show beside the subject; empty where the author gives none. */
  preheader: string
  /** The HTML of the sample as it is sent; undefined where no message could be made of stand-ins for the data. */
  sentHtml: string | undefined
  /** Whether a sample mail has a link by which its recipient may leave. */
  hasWayOut: boolean
  /** A mail that its recipient has asked for by what they did: no way out is expected in it. */
  transactional: boolean
  /** Whether a URL is one of this installation. */
  owns: (url: string) => boolean
}

/** What a rule found; its level is that of its code. */
export interface Found<C extends FindingCode = FindingCode> {
  code: C
  message: string
  subject?: string
  /** In one of the sources, or the name of another field. */
  place?: SourcePlace | { field: 'preheader' | 'from' | 'attachments' }
  details?: C extends keyof FindingDetails ? FindingDetails[C] : never
}

/** Looks for one kind of thing, in time linear in the content. */
export type Rule = (facts: Facts) => Iterable<Found>
