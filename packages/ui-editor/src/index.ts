/**
 * The editors as classes; importing them defines no element.
 *
 * @module @sillage/ui-editor
 */

export type {
  BlockDocument,
  Brand,
  BrandColours,
  BrandLogo,
  EmailDocument,
  RegionDocument,
  RenderNote,
} from '@sillage/core/document'
export { editorTag } from './components/editor-tag.ts'
export type { MergeField, Upload } from './components/sillage-editor/desk.ts'
export { SillageEditor } from './components/sillage-editor/sillage-editor.ts'
export { SillageTemplateEditor } from './components/sillage-template-editor/sillage-template-editor.ts'
export type { UploadedPicture } from './engine/engine-host.ts'
export { en, type Locale } from './locales/en.ts'
export { addLocale, type LocaleLoader } from './locales/load-locale.ts'
