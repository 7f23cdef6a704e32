import type { EmailDocument } from '@sillage/core/document'

/** The element that a document is written in: `document.createElement(editorTag(campaign.document))`. */
export function editorTag(document: Pick<EmailDocument, 'kind'>): 'sillage-editor' | 'sillage-template-editor' {
  return document.kind === 'regions' ? 'sillage-template-editor' : 'sillage-editor'
}
