// What is needed once a template is filled: one file, beside the one of writing, which holds what both share.
export { floatingStyles, placeParts, writtenStyles } from '../sillage-editor/writing.ts'
export { Filling } from './filling.ts'
export { templateStyles } from './template.styles.ts'
export { templateView } from './template-view.ts'
