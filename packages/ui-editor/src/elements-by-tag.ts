import type { BlockDocument, RegionDocument } from '@sillage/core/document'
import type { SillageEditor } from './components/sillage-editor/sillage-editor.ts'
import type { SillageTemplateEditor } from './components/sillage-template-editor/sillage-template-editor.ts'

/** The class of each editor by its tag. */
export interface ElementsByTag {
  'sillage-editor': SillageEditor
  'sillage-template-editor': SillageTemplateEditor
}

/** What a template gives each editor: its properties by name, `value` as everything that may be set. */
export interface EditorProperties {
  'sillage-editor': Partial<
    Pick<SillageEditor, 'brand' | 'fields' | 'upload' | 'disabled' | 'readonly' | 'noPreheader'>
  > & {
    value?: BlockDocument | string
  }
  'sillage-template-editor': Partial<
    Pick<SillageTemplateEditor, 'fields' | 'upload' | 'latest' | 'disabled' | 'readonly' | 'noPreheader'>
  > & { value?: RegionDocument | string }
}
