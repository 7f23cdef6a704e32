/**
 * The editor as a class; importing it defines no element.
 *
 * @module @sillage/ui-editor
 */

export type {
  BlockDocument,
  Brand,
  BrandColours,
  BrandLogo,
  RenderNote,
} from '@sillage/core/document'
export type { MergeField, Upload } from './components/sillage-editor/desk.ts'
export { SillageEditor } from './components/sillage-editor/sillage-editor.ts'
export type { UploadedPicture } from './engine/engine-host.ts'
export { en, type Locale } from './locales/en.ts'
export { addLocale, type LocaleLoader } from './locales/load-locale.ts'
