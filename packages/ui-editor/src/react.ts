/**
 * Types for JSX in React 19, which sets properties and listens to events of custom elements itself.
 *
 * @module @sillage/ui-editor/react
 */

import type { BlockDocument, RegionDocument } from '@sillage/core/document'
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { SillageEditor } from './components/sillage-editor/sillage-editor.ts'
import type { SillageTemplateEditor } from './components/sillage-template-editor/sillage-template-editor.ts'

/** What `<sillage-editor>` takes in JSX: its properties, and the attributes of every HTML element. */
export type SillageEditorProps = DetailedHTMLProps<HTMLAttributes<SillageEditor>, SillageEditor> &
  Partial<Pick<SillageEditor, 'brand' | 'fields' | 'upload' | 'disabled' | 'readonly' | 'noPreheader'>> & {
    value?: BlockDocument | string
  }

/** What `<sillage-template-editor>` takes in JSX. */
export type SillageTemplateEditorProps = DetailedHTMLProps<
  HTMLAttributes<SillageTemplateEditor>,
  SillageTemplateEditor
> &
  Partial<Pick<SillageTemplateEditor, 'fields' | 'upload' | 'latest' | 'disabled' | 'readonly' | 'noPreheader'>> & {
    value?: RegionDocument | string
  }

/**
 * The elements by their tags, for JSX. `import type {} from '@sillage/ui-editor/react'` adds them to React's own;
 * nothing is loaded by it, so import `@sillage/ui-editor/register` too.
 */
export interface SillageEditorElements {
  'sillage-editor': SillageEditorProps
  'sillage-template-editor': SillageTemplateEditorProps
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends SillageEditorElements {}
  }
}
