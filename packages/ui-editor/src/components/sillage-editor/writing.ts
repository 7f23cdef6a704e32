// What is needed once a message is written: one file, because each further file is a request and compresses worse.
export { createEngine } from '../../engine/engine.ts'
export { writtenStyles } from '../../styles/written.styles.ts'
export { floatingStyles } from './floating.styles.ts'
export { floating } from './floating.ts'
export { listKey } from './option-list.ts'
export { pageStyles } from './page.styles.ts'
export { placeParts } from './place.ts'
