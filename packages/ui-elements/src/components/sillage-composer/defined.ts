import type { EmailDocument } from '@sillage/core/browser'

/** Without the fields that are undefined. */
export function defined<T extends object>(of: T): T {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as T
}

/** A document of which the preheader is asked for apart: its own would come back where that one was emptied. */
export function withoutPreheader({ preheader: _preheader, ...document }: EmailDocument): EmailDocument {
  return document
}
